"""D181–D189: whether the dialplan keeps its contract with ctid; asked where there is a context of ctid."""

import re
from collections.abc import Iterator
from itertools import groupby

from ctid.asterisk.dialplan.checks import contract
from ctid.asterisk.dialplan.checks.caller_data import each_assigned
from ctid.asterisk.dialplan.checks.ground import Ground
from ctid.asterisk.dialplan.checks.inside import Sort, all_pieces
from ctid.asterisk.dialplan.checks.steps import Call, Step, ways_of
from ctid.asterisk.dialplan.checks.words import meant, wrong
from ctid.asterisk.dialplan.lookup import Asked, candidates, find
from ctid.asterisk.dialplan.model import Dialplan, Extension, Priority
from ctid.model.mistakes import Mistake, Place, Text

_WATCHDOG = re.compile(r"\s*TIMEOUT\(absolute\)\s*=\s*(?P<seconds>.*)", re.IGNORECASE)
_CTIDS_AGI = re.compile(r"\$\{CTID_AGI\}/(?P<session>[^,?]*)")
_ENDS_CALLS = frozenset({"hangup", "softhangup", "congestion", "busy"})
_BY_README = Text("dialplan/README.md lists the variables", "变量清单见 dialplan/README.md")
_SESSIONS = Text("it answers /ivr, /dial and /feature", "它应答 /ivr、/dial 和 /feature")


def required(ground: Ground) -> Iterator[Mistake]:
    """D181: what ctid sends calls to."""
    if not ground.ours:
        return
    for name, numbers in contract.REQUIRED.items():
        for number in numbers:
            if not _is_there(ground.dialplan, name, number):
                yield wrong("D181", _place(ground.dialplan, name), context=name, extension=number)


def _is_there(dialplan: Dialplan, context: str, number: str) -> bool:
    found = candidates(dialplan, context, Asked(number))
    return any(not isinstance(each.what, Extension) or each.what.priorities for each in found)


def _place(dialplan: Dialplan, context: str) -> Place:
    if context in dialplan.contexts:
        return dialplan.contexts[context].place
    return next(each.place for name, each in dialplan.contexts.items() if contract.is_ours(name))


def moved(ground: Ground) -> Iterator[Mistake]:
    """D182: where ctid puts a caller, the watchdog is disarmed first."""
    for context, number in sorted(contract.MOVED) if ground.ours else ():
        first = find(ground.dialplan, context, Asked(number))
        if isinstance(first, Priority) and _armed(first.app, first.data) != "0":
            yield wrong("D182", first.place, context=context, extension=number)


def watched(ground: Ground) -> Iterator[Mistake]:
    """D183: a way out of an extension while the watchdog runs, unless what it leads to disarms it."""
    for _, group in groupby(ground.steps, key=lambda step: id(step.extension)):
        steps = tuple(group)
        if contract.is_ours(steps[0].context.name):
            yield from _watched(ground, steps)


def _watched(ground: Ground, steps: tuple[Step, ...]) -> Iterator[Mistake]:
    armed: Step | None = None
    for step in steps:
        seconds = _armed(step.app, step.priority.data)
        if seconds is not None:
            armed = step if seconds != "0" else None
        elif armed is not None and _leaves(ground, step):
            yield wrong("D183", step.place(step.calls[0]), line=armed.priority.entry.line.number)
            return


def _leaves(ground: Ground, step: Step) -> bool:
    """Say whether a step leads to another extension that does not disarm the watchdog by itself."""
    for jump in ways_of(step.calls):
        if jump.extension is None or jump.returns:
            continue
        context = jump.context or step.context.name
        first = find(ground.dialplan, context, Asked(jump.extension))
        if not isinstance(first, Priority) or _armed(first.app, first.data) != "0":
            return True
    return False


def _armed(app: str, data: str) -> str | None:
    found = _WATCHDOG.match(data) if app.lower() == "set" else None
    return None if found is None else found["seconds"].strip()


def variables(ground: Ground) -> Iterator[Mistake]:
    """D184: variables of ctid that others set; D185: such that nobody sets."""
    if not ground.ours:
        return
    known = {*contract.WRITTEN_BY_CTID, *contract.CONFIGURED, *ground.dialplan.globals}
    for step in ground.steps:
        known |= {name for name, _, _ in _set(step)}
    known |= {step.priority.data.partition(",")[0].strip() for step in ground.steps if step.app == "read"}
    for step in ground.steps:
        for name, call, at in _set(step):
            if name.startswith("CTID_") and not contract.is_ours(step.context.name):
                yield wrong("D184", step.priority.data_place(call.at + at), name=name)
        if "CTID_" in step.priority.data:
            yield from _unset(step, known)


def _set(step: Step) -> Iterator[tuple[str, Call, int]]:
    for call in step.calls:
        for name, _, _ in each_assigned(call.app, call.data) if "set" in call.app else ():
            yield name, call, max(0, call.data.find(name))


def _unset(step: Step, known: set[str]) -> Iterator[Mistake]:
    for piece in all_pieces(step.priority.data):
        name = piece.inside if piece.name == "GLOBAL" or piece.sort is Sort.VARIABLE else ""
        if name.startswith("CTID_") and name not in known and "$" not in name:
            mend = meant(name, {each for each in known if each.startswith("CTID_")}, _BY_README)
            yield wrong("D185", step.priority.data_place(piece.at), name=name, mend=mend)


def sessions(ground: Ground) -> Iterator[Mistake]:
    """D186: an address that ctid does not answer; D187: deciding by AGISTATUS what a session of ctid did."""
    for _, steps in groupby(ground.steps, key=lambda step: id(step.extension)):
        asked = False
        for step in steps:
            if step.app in {"agi", "eagi", "deadagi"}:
                asked = step.priority.data.startswith("${CTID_AGI}")
                yield from _session(step)
            elif asked and "AGISTATUS" in step.priority.data:
                yield wrong("D187", step.priority.data_place(step.priority.data.index("AGISTATUS")))


def _session(step: Step) -> Iterator[Mistake]:
    data = step.priority.data
    url = data.partition(",")[0]
    ours = _CTIDS_AGI.match(data)
    if ours is not None:
        if ours["session"] not in contract.SESSIONS and "$" not in ours["session"]:
            yield wrong(
                "D186",
                step.priority.data_place(),
                url=url,
                mend=meant(ours["session"], contract.SESSIONS, _SESSIONS),
            )
    elif contract.is_ours(step.context.name) and url not in contract.PROGRAMS:
        mend = meant(url, {"${CTID_AGI}/ivr", *contract.PROGRAMS}, _SESSIONS)
        yield wrong("D186", step.priority.data_place(), url=url, mend=mend)


def endings(ground: Ground) -> Iterator[Mistake]:
    """D188: an extension h of ctid's contexts that ends a call."""
    for step in ground.steps:
        if step.extension.name == "h" and contract.is_ours(step.context.name):
            for call in step.calls:
                if call.app in _ENDS_CALLS:
                    yield wrong("D188", step.place(call), context=step.context.name)


def apart(ground: Ground) -> Iterator[Mistake]:
    """D189: a context of ctid that includes another."""
    for name, context in ground.dialplan.contexts.items():
        for include in context.includes if contract.is_ours(name) else ():
            yield wrong("D189", include.entry.place(), context=name, included=include.context)
