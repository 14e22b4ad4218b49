"""What agents' phones dial by themselves."""

from dataclasses import dataclass

from ctid.model.ids import LegId


@dataclass(frozen=True, slots=True)
class PhoneDialled:
    """A phone dialled `number` by itself. It waits for an `AnswerPhone`, unless it is an emergency.

    An emergency number is called without asking anybody; this only tells of it.
    """

    leg: LegId
    phone: str
    number: str
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class PhoneKeyed:
    """A phone dialled a feature code (`*20`) and waits for an `AnswerPhone`."""

    leg: LegId
    phone: str
    code: str


@dataclass(frozen=True, slots=True)
class DialRefused:
    """The switch refused what was dialled, because it is no number. `by` is a phone, or the trunk."""

    leg: LegId
    by: str
    dialled: str  # percent-encoded, "" where it was the name of a step
