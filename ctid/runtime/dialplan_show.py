"""`ctid dialplan show NUMBER@CONTEXT`: what a number reaches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ctid.asterisk.dialplan import Dialplan, Extension
from ctid.asterisk.dialplan.lookup import Asked, Candidate, candidates
from ctid.runtime.dialplan_words import wrong

START = 1  # the priority that a call begins with


@dataclass(frozen=True, slots=True)
class Sought:
    """A number and the context it is dialled in."""

    context: str
    asked: Asked

    @classmethod
    def of(cls, what: str, caller: str, at: datetime | None) -> "Sought":
        """Read NUMBER@CONTEXT; raise `Mistaken` (R612). An instant without a zone is in this machine's."""
        number, _, context = what.partition("@")
        if not number or not context:
            raise wrong("R612", what, what=what)
        return cls(context, Asked(number, caller, at.astimezone() if at else None))


@dataclass(frozen=True, slots=True)
class Found:
    """All that matches, in Asterisk's order, and the first that a call begins in (or a switch that
    decides).
    """

    sought: Sought
    matching: Sequence[Candidate]
    first: Candidate | None


def look(dialplan: Dialplan, sought: Sought) -> Found:
    """Look for a number; raise `Mistaken` (R613) for a context that is not there."""
    if sought.context not in dialplan.contexts:
        others = ", ".join(sorted(dialplan.contexts)) or "-"
        raise wrong("R613", sought.context, context=sought.context, others=others)
    matching = tuple(candidates(dialplan, sought.context, sought.asked))
    return Found(sought, matching, next((each for each in matching if _begins(each)), None))


def _begins(candidate: Candidate) -> bool:
    what = candidate.what
    return not isinstance(what, Extension) or what.numbered(START) is not None


def as_json(found: Found) -> Mapping[str, object]:
    """Write what was found as one JSON object."""
    return {
        "number": found.sought.asked.number,
        "context": found.sought.context,
        "first": None if found.first is None else _as_json(found.first),
        "matching": [_as_json(each) for each in found.matching],
    }


def _as_json(candidate: Candidate) -> Mapping[str, object]:
    what = candidate.what
    if not isinstance(what, Extension):
        return {
            "path": candidate.path,
            "switch": f"{what.name}/{what.data}",
            "place": str(what.entry.place()),
        }
    steps = [
        {
            "priority": each.number,
            "label": each.label,
            "app": each.app,
            "data": each.data,
            "place": str(each.place),
        }
        for each in what.priorities
    ]
    return {"path": candidate.path, "extension": what.name, "caller": what.cid, "steps": steps}
