"""Does one skill expression admit everybody whom another admits? Decided exactly, with a witness if not.

The search is for somebody whom `one` admits and `other` refuses. What such a person must be narrows the
span of levels that each skill may have; where there is a choice (one part of an OR, or of a refused AND),
each part is tried in turn, those first that leave no choice. A span without a level ends a branch; when
nothing is left to choose, the low ends of the spans are the witness.
"""

from collections.abc import Iterator

from ctid.routing.skills import All, Any, AtLeast, Expression, Levels, Not

_BEST = 5
_Spans = dict[str, tuple[int, int]]  # skill → least and greatest level; not there: any


def implies(one: Expression, other: Expression) -> bool:
    """Say whether everybody whom `one` admits is admitted by `other`."""
    return only_in(one, other) is None


def only_in(one: Expression, other: Expression) -> Levels | None:
    """Return the levels of somebody whom `one` admits and `other` does not, or None if nobody is such."""
    return _witness([Not(other), one], {})


def _witness(wanted: list[Expression], spans: _Spans) -> Levels | None:
    must_be = list(_all_that_must_be(wanted))
    narrowed = _narrowed(must_be, spans)
    if any(least > greatest for least, greatest in narrowed.values()):
        return None
    choices = [
        tuple(part for part in one.parts if _holds(part, narrowed) is not False)
        for one in must_be
        if isinstance(one, Any) and not _holds(one, narrowed)
    ]
    if not choices:
        return {skill: least for skill, (least, _) in narrowed.items() if least}
    tried = min(choices, key=lambda parts: min(len(parts), 2))
    others = [Any(parts) for parts in choices if parts is not tried]
    found = (_witness([part, *others], narrowed) for part in tried)
    return next((witness for witness in found if witness is not None), None)


def _narrowed(must_be: list[Expression], spans: _Spans) -> _Spans:
    """Narrow the spans to what the conditions among these, refused or not, leave of them."""
    narrowed = dict(spans)
    for one in must_be:
        match one:
            case AtLeast(skill, level):
                least, greatest = narrowed.get(skill, (0, _BEST))
                narrowed[skill] = max(least, level), greatest
            case Not(AtLeast(skill, level)):
                least, greatest = narrowed.get(skill, (0, _BEST))
                narrowed[skill] = least, min(greatest, level - 1)
    return narrowed


def _all_that_must_be(wanted: list[Expression]) -> Iterator[Expression]:
    """Take conjunctions apart and push negations down, down to conditions, refused or not, and choices."""
    for one in wanted:
        match one:
            case All(parts):
                yield from _all_that_must_be(list(parts))
            case Not(Not(part)):
                yield from _all_that_must_be([part])
            case Not(Any(parts)):
                yield from _all_that_must_be([Not(part) for part in parts])
            case Not(All(parts)):
                yield Any(tuple(Not(part) for part in parts))
            case _:
                yield one


def _holds(wanted: Expression, spans: _Spans) -> bool | None:
    """Say whether an expression holds throughout the spans, or nowhere in them; None: it depends."""
    match wanted:
        case AtLeast(skill, level):
            least, greatest = spans.get(skill, (0, _BEST))
            return True if least >= level else False if greatest < level else None
        case All(parts):
            each = [_holds(part, spans) for part in parts]
            return False if False in each else None if None in each else True
        case Any(parts):
            each = [_holds(part, spans) for part in parts]
            return True if True in each else None if None in each else False
        case Not(part):
            inner = _holds(part, spans)
            return None if inner is None else not inner
