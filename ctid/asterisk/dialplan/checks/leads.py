"""D131–D137: jumps, includes, switches and hints that lead to what is not there."""

from collections.abc import Iterator

from ctid.asterisk.dialplan.checks.ground import Ground, Way
from ctid.asterisk.dialplan.checks.targets import Missing, homes
from ctid.asterisk.dialplan.checks.words import meant, wrong
from ctid.asterisk.dialplan.model import HINT, Context, Extension
from ctid.model.mistakes import Mistake, Text

_NO_CONTEXT = Text("write it, or name one that there is", "请编写它，或写已有的上下文")
_NO_EXTENSION = Text("write it, or name one that there is", "请编写它，或写已有的分机")
_NO_PRIORITY = Text("write the label, or name one that there is", "请加上标签，或写已有的标签")
_SWITCHES = ("IAX2", "DUNDi", "Loopback", "Realtime", "Lua", "PJSIP")
_DEVICES = (
    "PJSIP", "SIP", "Custom", "Local", "DAHDI", "IAX2", "Queue", "Agent", "confbridge", "meetme", "park",
    "Presence", "CustomPresence", "Calendar", "MWI", "SCCP", "Skinny", "Motif", "Stasis", "WebSocket",
    "Console", "AudioSocket", "Phone", "Unistim", "MGCP", "USTM", "BLF",
)  # fmt: skip


def jumps_lead(ground: Ground) -> Iterator[Mistake]:
    """D131–D133: a jump to a context, an extension, a priority that is not there."""
    for way in ground.ways:
        if way.missing is not None:
            yield _missing(ground, way, way.missing)


def _missing(ground: Ground, way: Way, missing: Missing) -> Mistake:
    place = way.step.priority.data_place(way.jump.at)
    contexts = ground.dialplan.contexts
    if missing.code == "D131":
        mend = meant(missing.context, contexts, _NO_CONTEXT)
    elif missing.code == "D132":
        names = [each.name for each in contexts[missing.context].extensions if not each.name.startswith("_")]
        mend = meant(missing.extension, names, _NO_EXTENSION)
    else:
        mend = meant(missing.priority, _labels(contexts[missing.context]), _NO_PRIORITY)
    return wrong(
        missing.code,
        place,
        context=missing.context,
        extension=missing.extension,
        priority=missing.priority,
        mend=mend,
    )


def _labels(context: Context) -> list[str]:
    return [step.label for step in context.priorities() if step.label]


def includes_lead(ground: Ground) -> Iterator[Mistake]:
    """D134: a context that is included and does not exist."""
    contexts = ground.dialplan.contexts
    for context in contexts.values():
        for include in context.includes:
            if include.context not in contexts and "$" not in include.context:
                mend = meant(include.context, contexts, _NO_CONTEXT)
                yield wrong("D134", include.entry.place(), context=include.context, mend=mend)


def circles(ground: Ground) -> Iterator[Mistake]:
    """D135: contexts that include each other; each circle is told once, where its first include closes it."""
    contexts = ground.dialplan.contexts
    above = homes(ground.dialplan)
    told: set[frozenset[str]] = set()
    for name, context in contexts.items():
        for include in context.includes:
            circle = frozenset({name, include.context})
            if include.context in above[name] and circle not in told:
                told.add(circle)
                path = f"{name} → {include.context} → … → {name}" if include.context != name else name
                yield wrong("D135", include.entry.place(), path=path)


def switches_lead(ground: Ground) -> Iterator[Mistake]:
    """D136: a switch that no module answers; D131: the context of one that answers from this dialplan."""
    contexts = ground.dialplan.contexts
    known = {each.lower() for each in _SWITCHES}
    for context in contexts.values():
        for switch in context.switches:
            target = switch.data.rpartition("@")[2].partition("/")[0]
            if switch.name.lower() not in known:
                mend = meant(
                    switch.name,
                    _SWITCHES,
                    Text("one of: " + ", ".join(_SWITCHES), "可用：" + "、".join(_SWITCHES)),
                )
                yield wrong("D136", switch.entry.place(), name=switch.name, mend=mend)
            elif (
                switch.name.lower() == "loopback" and target and "$" not in target and target not in contexts
            ):
                mend = meant(target, contexts, _NO_CONTEXT)
                yield wrong("D131", switch.entry.place(), context=target, mend=mend)


def hints_lead(ground: Ground) -> Iterator[Mistake]:
    """D137: a hint that names no device."""
    for context in ground.dialplan.contexts.values():
        for extension in context.extensions:
            yield from _hint(extension)


def _hint(extension: Extension) -> Iterator[Mistake]:
    hint = extension.numbered(HINT)
    if hint is None:
        return
    known = {each.lower() for each in _DEVICES}
    for device in hint.app.replace(",", "&").split("&"):
        technology, sign, _ = device.strip().partition("/" if "/" in device.partition(":")[0] else ":")
        if device.strip() and "$" not in technology and (not sign or technology.lower() not in known):
            yield wrong(
                "D137", hint.place, said=device.strip(), mend=meant(technology, _DEVICES, Text("", ""))
            )
