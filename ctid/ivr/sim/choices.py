"""What callers and the world outside could do: the choices that exploring and random callers draw from."""

from collections.abc import Iterable, Mapping

from ctid.ivr.flow import Flow
from ctid.ivr.nodes.menu import KEYS
from ctid.ivr.nodes.queue import Queue
from ctid.ivr.sim.dialog import Press, Wait
from ctid.ivr.sim.given import ADMITTED, REFUSALS, queue_mock
from ctid.ivr.sim.keys_now import choices
from ctid.ivr.steps import Ask

Choice = Press | Wait
Mocks = Mapping[str, str]

SILENCE = Wait()
_LENGTHS = (*range(1, 13), 16, 19)


def of_caller(flow: Flow, node: str, ask: Ask) -> list[Choice]:
    """Return what a caller could do: every key that leads somewhere, one that does not, entries, nothing."""
    keyed = choices(flow, node)
    if keyed:
        wrong = [key for key in KEYS if key not in keyed][:1]
        return [Press(key) for key in (*keyed, *wrong)] + [SILENCE]
    return [*_entries(ask), SILENCE]


def _entries(ask: Ask) -> Iterable[Choice]:
    """Entries of every likely length: of zeros, which are right for a check digit too, and of others."""
    for length in sorted({min(length, ask.max_digits) for length in (*_LENGTHS, ask.max_digits)}):
        for digit in "01":
            end = ask.terminator if length < ask.max_digits else ""
            yield Press(digit * length + end)


def of_world(flow: Flow) -> dict[str, tuple[str, ...]]:
    """Return what everything outside could answer, by the name of its mock; what comes first is good."""
    queues = dict.fromkeys(node.name for node in flow.nodes.values() if isinstance(node, Queue))
    return {queue_mock(queue): (ADMITTED, *REFUSALS) for queue in queues}


def worlds(flow: Flow) -> list[Mocks]:
    """Return the worlds to explore: all is well, each answer of each by itself, all refuse alike."""
    answers = of_world(flow)
    single = [{name: answer} for name, given in answers.items() for answer in given[1:]]
    together = [
        {name: given[place] for name, given in answers.items() if place < len(given)}
        for place in range(1, max(map(len, answers.values()), default=0))
    ]
    unlike: dict[tuple[tuple[str, str], ...], Mocks] = {
        tuple(sorted(mocks.items())): mocks for mocks in ({}, *single, *together)
    }
    return list(unlike.values())
