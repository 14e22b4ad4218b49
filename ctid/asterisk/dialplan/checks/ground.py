"""What several rules look at, worked out once: the steps, where they lead, what arrives where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ctid.asterisk.dialplan.checks.around import GUESTS, Around
from ctid.asterisk.dialplan.checks.contract import REQUIRED, is_ours
from ctid.asterisk.dialplan.checks.steps import Step, steps, ways_of
from ctid.asterisk.dialplan.checks.targets import Arrival, Missing, Targets
from ctid.asterisk.dialplan.jumps import Jump
from ctid.asterisk.dialplan.model import Dialplan, Extension


@dataclass(frozen=True, slots=True)
class Way:
    """A jump of a step, what it arrives at, and what is missing."""

    step: Step
    jump: Jump
    arrivals: Sequence[Arrival]
    missing: Missing | None


class Ground:
    """A dialplan with what it stands in."""

    def __init__(self, dialplan: Dialplan, around: Around) -> None:
        self.dialplan = dialplan
        self.around = around

    @cached_property
    def steps(self) -> Sequence[Step]:
        """All steps that are executed."""
        return steps(self.dialplan)

    @cached_property
    def ways(self) -> Sequence[Way]:
        """All jumps."""
        return tuple(self._ways())

    def _ways(self) -> Iterator[Way]:
        targets = Targets(self.dialplan)
        for step in self.steps:
            for jump in ways_of(step.calls):
                yield Way(step, jump, *targets.of(jump, step))

    @cached_property
    def entered(self) -> Mapping[int, set[int] | None]:
        """The numbers at which jumps enter an extension, by its `id`; None where any may be meant."""
        found: dict[int, set[int] | None] = {}
        for way in self.ways:
            for arrival in way.arrivals:
                key = id(arrival.extension)
                if arrival.priority is None:
                    found[key] = None
                elif (numbers := found.setdefault(key, set())) is not None:
                    numbers.add(arrival.priority.number)
        return found

    @cached_property
    def ours(self) -> bool:
        """Whether the dialplan is, or holds, the one of ctid."""
        return any(is_ours(name) for name in self.dialplan.contexts)

    @cached_property
    def roots(self) -> frozenset[str]:
        """The contexts where calls begin, as far as they are known."""
        told = self.around.roots | self.around.inbound
        if not told and not self.ours:
            return frozenset()
        return frozenset({*told, *GUESTS, *(REQUIRED if self.ours else ())}) & {*self.dialplan.contexts}

    @cached_property
    def inbound(self) -> frozenset[str]:
        """The contexts where strangers' calls begin."""
        return frozenset({*self.around.inbound, *GUESTS, "ctid-in"}) & {*self.dialplan.contexts}

    def enters(self, extension: Extension, number: int) -> bool:
        """Say whether a jump may enter an extension at a number."""
        numbers = self.entered.get(id(extension), set())
        return numbers is None or number in numbers
