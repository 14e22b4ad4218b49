"""Phones and networks that refuse a call: the number's end, what they say in SIP, what that means."""

from collections.abc import Mapping

from ctid.model.attempts import AttemptOutcome as Came

REFUSING: Mapping[str, tuple[str, Came]] = {
    "10": ("486 Busy Here", Came.BUSY),
    "11": ("603 Decline", Came.REJECTED),
    "12": ("404 Not Found", Came.INVALID),
    "13": ("484 Address Incomplete", Came.INVALID),
    "14": ("410 Gone", Came.INVALID),
    "15": ("604 Does Not Exist Anywhere", Came.INVALID),
    "16": ("403 Forbidden", Came.REJECTED),
    "17": ("480 Temporarily Unavailable", Came.NO_ANSWER),
    "18": ("503 Service Unavailable", Came.CONGESTED),
    "19": ("600 Busy Everywhere", Came.BUSY),
}
