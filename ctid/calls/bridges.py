"""Who hears whom: the bridges of the switch, folded from joins and partings.

Reports may come twice or swapped with a neighbour's; a set forgives both.
"""

from collections.abc import Iterable

from ctid.model.ids import LegId


class Bridges:
    """The members of every bridge in which legs hear each other. A leg is in at most one."""

    def __init__(self) -> None:
        self._members: dict[str, set[LegId]] = {}
        self._where: dict[LegId, str] = {}

    def join(self, leg: LegId, bridge: str) -> frozenset[LegId]:
        """Put `leg` into `bridge` and return the others that are there."""
        if self._where.get(leg, bridge) != bridge:
            self.clear(leg)
        self._where[leg] = bridge
        members = self._members.setdefault(bridge, set())
        members.add(leg)
        return frozenset(members - {leg})

    def part(self, leg: LegId, bridge: str) -> bool:
        """Take `leg` out of `bridge`; False when it was not there (a late or repeated report)."""
        if self._where.get(leg) != bridge:
            return False
        self.clear(leg)
        return True

    def clear(self, leg: LegId) -> None:
        """Forget where `leg` was."""
        bridge = self._where.pop(leg, None)
        if bridge is None:
            return
        members = self._members[bridge]
        members.discard(leg)
        if not members:
            del self._members[bridge]

    def peers(self, leg: LegId) -> frozenset[LegId]:
        """Return the legs that hear `leg` now."""
        bridge = self._where.get(leg)
        return frozenset() if bridge is None else frozenset(self._members[bridge] - {leg})

    def see(self, leg: LegId, peers: Iterable[LegId]) -> None:
        """Believe a look at the switch: `leg` hears exactly `peers`."""
        seen = frozenset(peers)
        if self.peers(leg) == seen:
            return
        self.clear(leg)
        if seen:
            bridge = next((self._where[peer] for peer in sorted(seen) if peer in self._where), f"seen:{leg}")
            for member in (leg, *sorted(seen)):
                self.join(member, bridge)
