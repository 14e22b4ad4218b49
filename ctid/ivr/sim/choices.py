"""What callers and those who are asked outside could do: what exploring and random callers choose from."""

from collections.abc import Iterable, Mapping

from ctid.ivr.flow import FlowNode
from ctid.ivr.sim.dialog import Press, Wait
from ctid.ivr.sim.keys_now import KEYS, choices
from ctid.ivr.steps import Ask

Choice = Press | Wait

SILENCE = Wait()
_LENGTHS = (*range(1, 13), 16, 19)


def of_caller(node: FlowNode, ask: Ask) -> list[Choice]:
    """Return what a caller could do: every key that leads somewhere, one that does not, entries, nothing."""
    keyed = choices(node)
    if keyed:
        wrong = [key for key in KEYS if key not in keyed][:1]
        return [Press(keys) for keys in (*keyed, *wrong)] + [SILENCE]
    if ask.max_digits == 1:
        return [*map(Press, KEYS), SILENCE]
    return [*_entries(ask), SILENCE]


def _entries(ask: Ask) -> Iterable[Choice]:
    """Entries of every likely length: of zeros, which are right for a check digit too, and of others."""
    for length in sorted({min(length, ask.max_digits) for length in (*_LENGTHS, ask.max_digits)}):
        for digit in "01":
            end = ask.terminator if length < ask.max_digits else ""
            yield Press(digit * length + end)


Answers = Mapping[str, tuple[str, ...]]


def worlds(answers: Answers) -> Iterable[Mapping[str, str]]:
    """Return the worlds to explore: each answer of each by itself, and all that are alike together."""
    for name, possible in answers.items():
        for answer in possible[1:]:
            yield {name: answer}
    for answer in dict.fromkeys(answer for possible in answers.values() for answer in possible[1:]):
        yield {name: answer for name, possible in answers.items() if answer in possible[1:]}
