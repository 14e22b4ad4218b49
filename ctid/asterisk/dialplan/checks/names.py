"""D121–D124: applications and functions that the installed Asterisk does not know, or soon will not."""

import re
from collections.abc import Iterator, Mapping

from ctid.asterisk.dialplan.checks.ground import Ground
from ctid.asterisk.dialplan.checks.inside import Sort, all_pieces
from ctid.asterisk.dialplan.checks.steps import Call, Step
from ctid.asterisk.dialplan.checks.words import meant, wrong
from ctid.model.mistakes import Mistake, Place, Text

# Gone, by the name in small letters: the version, and what is used instead.
_GONE: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("macro", "macroexclusive", "macroif", "macroexit"), ("21", "Gosub() and Return()")),
    **dict.fromkeys(("monitor", "stopmonitor", "changemonitor"), ("21", "MixMonitor()")),
    **dict.fromkeys(("pausemonitor", "unpausemonitor"), ("21", "MIXMONITOR()")),
    **dict.fromkeys(("sipaddheader", "sipremoveheader", "sip_header"), ("21", "PJSIP_HEADER()")),
    "sipdtmfmode": ("21", "PJSIP_DTMF_MODE()"),
    "sippeer": ("21", "PJSIP_ENDPOINT() or PJSIP_AOR()"),
    "sipchaninfo": ("21", "CHANNEL(pjsip,…)"),
    "setvar": ("1.6", "Set()"),
    "setcallerid": ("1.6", "Set(CALLERID(all)=…)"),
    "setcidnum": ("1.6", "Set(CALLERID(num)=…)"),
    "setcidname": ("1.6", "Set(CALLERID(name)=…)"),
    "setlanguage": ("1.6", "Set(CHANNEL(language)=…)"),
    "dbget": ("1.6", "${DB(family/key)}"),
    "dbput": ("1.6", "Set(DB(family/key)=…)"),
    "dial_agi": ("1.6", "AGI()"),
    "absolutetimeout": ("1.6", "Set(TIMEOUT(absolute)=…)"),
    "digittimeout": ("1.6", "Set(TIMEOUT(digit)=…)"),
    "responsetimeout": ("1.6", "Set(TIMEOUT(response)=…)"),
    "language": ("1.6", "CHANNEL(language)"),
    "musicclass": ("1.6", "CHANNEL(musicclass)"),
}
_WRITTEN = re.compile(r"\s*_{0,2}(?P<name>[A-Za-z_][A-Za-z0-9_]*)\((?=.*\)\s*=)")
_OWN = ("ODBC_", "SQL_")  # of func_odbc.conf: what there is only Asterisk knows
_NO_SUCH_APP = Text("`core show applications` lists them", "可用 `core show applications` 查看")
_NO_SUCH_FUNCTION = Text("`core show functions` lists them", "可用 `core show functions` 查看")


def applications(ground: Ground) -> Iterator[Mistake]:
    """Look every application up."""
    names = ground.around.names
    for step in ground.steps:
        for call in step.calls:
            if call.app in names.applications or not call.app or "$" in call.app:
                if call.app in names.deprecated:
                    yield _deprecated(call.name, step.place(call), names.deprecated[call.app])
            elif call.app in _GONE:
                since, instead = _GONE[call.app]
                yield wrong("D123", step.place(call), name=call.name, since=since, instead=instead)
            else:
                mend = meant(call.name, names.applications.values(), _NO_SUCH_APP)
                yield wrong("D121", step.place(call), name=call.name, mend=mend)


def functions(ground: Ground) -> Iterator[Mistake]:
    """Look every function up, whether it is read or written."""
    for step in ground.steps:
        if "(" in step.priority.data:
            for name, at in _read(step.priority.data):
                yield from _function(ground, name, step.priority.data_place(at))
            for call in step.calls:
                yield from _written(ground, step, call)


def _read(data: str) -> Iterator[tuple[str, int]]:
    for piece in all_pieces(data):
        if piece.sort is Sort.FUNCTION:
            yield piece.name, piece.at + 2


def _written(ground: Ground, step: Step, call: Call) -> Iterator[Mistake]:
    if call.app == "set" and (found := _WRITTEN.match(call.data)) is not None:
        at = call.at + found.start("name")
        yield from _function(ground, found["name"], step.priority.data_place(at))


def _function(ground: Ground, name: str, place: Place) -> Iterator[Mistake]:
    names = ground.around.names
    if name in names.functions or name.startswith(_OWN):
        if name in names.deprecated:
            yield _deprecated(name, place, names.deprecated[name])
    elif name.lower() in _GONE:
        since, instead = _GONE[name.lower()]
        yield wrong("D123", place, name=name, since=since, instead=instead)
    else:
        yield wrong("D122", place, name=name, mend=meant(name, names.functions, _NO_SUCH_FUNCTION))


def _deprecated(name: str, place: Place, module: str) -> Mistake:
    instead = Text(f"what the module {module} offers", f"模块 {module} 的功能") if module else _NO_SUCH_APP
    return wrong("D124", place, name=name, instead=instead)
