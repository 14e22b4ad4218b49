"""An agent logged on: what they have in hand, and on which channels there is room for more."""

from collections.abc import Mapping

from ctid.routing.idle import Stand
from ctid.routing.profiles import Profile
from ctid.routing.terms import Desk

Beside = Mapping[str, frozenset[str]]
NONE: frozenset[str] = frozenset()


class Agent:
    """One who is logged on."""

    __slots__ = ("available", "desk", "in_hand", "profile", "since", "stands")

    def __init__(self, desk: Desk, profile: Profile) -> None:
        self.desk, self.profile = desk, profile
        self.available = False
        self.since = 0
        self.in_hand: dict[str, int] = {}
        self.stands: dict[str, Stand] = {}  # channel → where they stand among the free

    def has_room(self, channel: str, exclusions: Beside) -> bool:
        """Say whether the agent takes one more of this channel; `exclusions` are read one way."""
        return self.available and has_room(self.desk, self.in_hand, channel, exclusions)

    def take(self, channel: str) -> None:
        """One more is in hand."""
        self.in_hand[channel] = self.in_hand.get(channel, 0) + 1

    def put_down(self, channel: str) -> None:
        """One less is in hand; it does not matter if it was forgotten since."""
        left = self.in_hand.pop(channel, 0) - 1
        if left > 0:
            self.in_hand[channel] = left


def has_room(desk: Desk, in_hand: Mapping[str, int], channel: str, exclusions: Beside) -> bool:
    """Say whether one more of this channel may be in hand beside what is; `exclusions` are read one way."""
    return (
        in_hand.get(channel, 0) < desk.capacity.get(channel, 0)
        and (desk.total is None or sum(in_hand.values()) < desk.total)
        and exclusions.get(channel, NONE).isdisjoint(in_hand)
    )


def both_ways(exclusions: Beside) -> dict[str, frozenset[str]]:
    """Every channel with all that may not be beside it."""
    pairs = {(one, other) for one, others in exclusions.items() for other in others}
    pairs |= {(other, one) for one, other in pairs}
    return {one: frozenset(b for a, b in pairs if a == one) for one, _ in pairs}
