"""D144, D145, D147: patterns that never match because others win for all their numbers, and `_.`."""

from collections.abc import Iterator, Sequence

from ctid.asterisk.dialplan.checks.covered import Places, covered, places
from ctid.asterisk.dialplan.checks.ground import Ground
from ctid.asterisk.dialplan.checks.targets import included
from ctid.asterisk.dialplan.checks.words import wrong
from ctid.asterisk.dialplan.model import Context, Extension
from ctid.model.mistakes import Mistake

_MOST_TOLD = 3
_EVERYTHING = frozenset({"_.", "_!"})


def outdone(ground: Ground) -> Iterator[Mistake]:
    """D144: a pattern for all of whose numbers another extension of the context is tried first."""
    for context in ground.dialplan.contexts.values():
        before: list[tuple[str, Places]] = []
        for extension in context.extensions:
            row = _row(extension)
            if row is None:
                continue
            near = [(name, other) for name, other in before if _may_meet(row, other)]
            entered = not extension.name.startswith("_") or id(extension) in ground.entered
            if not entered and near and covered(row, [other for _, other in near]):
                winners = _told([name for name, _ in near])
                yield wrong("D144", extension.place, extension=extension.name, winners=winners)
            before.append((extension.name, row))


def _row(extension: Extension) -> Places | None:
    """Return the places of an extension that takes dialled calls of everybody."""
    takes = extension.cid is None and extension.numbered(1) is not None
    return places(extension.name) if takes else None


def _may_meet(row: Places, other: Places) -> bool:
    """Look at the first place, which tells most pairs apart."""
    return not row or not other or row[0] < 0 or other[0] < 0 or bool(row[0] & other[0])


def everything(ground: Ground) -> Iterator[Mistake]:
    """D145: a pattern that matches also what Asterisk calls by itself (h, i, t, s)."""
    for context in ground.dialplan.contexts.values():
        for extension in context.extensions:
            if extension.name in _EVERYTHING and extension.numbered(1) is not None:
                yield wrong("D145", extension.place, extension=extension.name)


def includes_outdone(ground: Ground) -> Iterator[Mistake]:
    """D147: an include of which nothing is reached, because what is searched before it wins for all of it."""
    for context in ground.dialplan.contexts.values():
        if context.includes:
            yield from _includes_outdone(ground, context)


def _includes_outdone(ground: Ground, context: Context) -> Iterator[Mistake]:
    before = _rows(context)
    for include in context.includes:
        if include.times:
            continue
        contexts = [ground.dialplan.contexts[name] for name in included(ground.dialplan, include.context)]
        rows = [row for each in contexts for row in _rows(each)]
        switches = any(each.switches for each in contexts)
        wide = [(name, row) for name, row in before if row[-1:] < (0,)]
        dialled = [(name, row) for name, row in rows if name not in {"s", "h", "i", "t", "T", "o", "a", "e"}]
        if (
            dialled
            and wide
            and not switches
            and all(covered(row, [one for _, one in wide]) for _, row in dialled)
        ):
            winners = _told([name for name, _ in wide])
            yield wrong("D147", include.entry.place(), context=include.context, winners=winners)
        before += rows


def _rows(context: Context) -> list[tuple[str, Places]]:
    found = ((extension.name, _row(extension)) for extension in context.extensions)
    return [(name, row) for name, row in found if row is not None]


def _told(names: Sequence[str]) -> str:
    more = ", …" if len(names) > _MOST_TOLD else ""
    return ", ".join(names[:_MOST_TOLD]) + more
