"""Which extension a number reaches, as Asterisk's default search finds it (pbx_find_extension).

The own extensions of a context come first, in their order of precedence; then its switches, which only
Asterisk can ask; then the contexts it includes, in the order of their lines, each searched to its depths
before the next and none twice. An extension that matches but lacks the priority that is asked for does not
end the search.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ctid.asterisk.dialplan.model import Context, Dialplan, Extension, Priority, Switch
from ctid.asterisk.dialplan.patterns import is_for, matches
from ctid.asterisk.dialplan.times import holds

_DEEPEST = 128  # contexts within contexts


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for. Without an instant `at`, includes count whatever their times say."""

    number: str
    caller: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that matches: an extension, or a switch that Asterisk would ask. `path` is how it was come
    to.
    """

    path: tuple[str, ...]
    what: Extension | Switch

    @property
    def context(self) -> str:
        """The context it is in."""
        return self.path[-1]


def candidates(dialplan: Dialplan, context: str, asked: Asked) -> Iterator[Candidate]:
    """Go through all that matches, in the order in which Asterisk tries it."""
    yield from _search(dialplan, (context,), asked, set())


def find(dialplan: Dialplan, context: str, asked: Asked, priority: int = 1) -> Priority | Candidate | None:
    """Return the step that a call begins with; the candidate, where a switch decides; None without any."""
    for candidate in candidates(dialplan, context, asked):
        if isinstance(candidate.what, Switch):
            return candidate
        if (step := candidate.what.numbered(priority)) is not None:
            return step
    return None


def _search(
    dialplan: Dialplan, path: tuple[str, ...], asked: Asked, searched: set[str]
) -> Iterator[Candidate]:
    context = dialplan.contexts.get(path[-1])
    if context is None or path[-1].lower() in searched or len(searched) >= _DEEPEST:
        return
    yield from (Candidate(path, extension) for extension in _matching(context, asked))
    yield from (Candidate(path, switch) for switch in context.switches)
    searched.add(path[-1].lower())
    for include in context.includes:
        if asked.at is None or holds(include.times, asked.at):
            yield from _search(dialplan, (*path, include.context), asked, searched)


def _matching(context: Context, asked: Asked) -> Iterator[Extension]:
    for extension in context.extensions:
        if matches(extension.name, asked.number) and is_for(extension.cid, asked.caller):
            yield extension
