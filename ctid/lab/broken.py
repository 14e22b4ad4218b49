"""ctid with one mechanism taken out: `python -m ctid.lab.broken NAME run` is `ctid run` without it.

A drill that cannot fail proves nothing. Each build here is broken in one way on purpose, and the drill of
that mechanism must catch it. The broken code lives here and not in the product, which holds no switch that
makes it unsafe; and it runs only where CTID_LAB is 1.

What is broken is named by text, because the laboratory imports no part of the daemon. A name that is no
longer there ends the run: a build that silently stopped being broken would make every drill look good.

    no_fence          an answer that belongs to another offer is taken for the open one's
    splitlines        the manager's messages are cut where `str.splitlines` cuts
    resend_originate  an Originate whose answer was lost with the connection is sent again
    no_resync         nothing is looked at on a connect: what differs stays so
    agistatus_only    the dialplan believes AGISTATUS instead of the positive sign (`dialplan`)
"""

import asyncio
import importlib
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ctid.model.mistakes import Mistake, Mistaken, Place, Text

ALLOWED = "CTID_LAB"

SIGN_OF_LIFE = '"${CTID_NEXT}" = ""]?again,1)'
BELIEVED = '"${AGISTATUS}" != "SUCCESS"]?again,1)\n same => n,GotoIf($["${CTID_NEXT}" = ""]?ctid-do,hangup,1)'


def _no_fence() -> None:
    legs = importlib.import_module("ctid.centre.legs")
    fenced, of_leg = legs._offer, legs.offer_of

    def taken_for_the_open_one(world: Any, leg: Any) -> Any:
        found = fenced(world, leg)
        if found is None and of_leg(leg) is not None:
            return next(iter(world.offers.values()), None)
        return found

    _replace_everywhere(fenced, taken_for_the_open_one)


def _splitlines() -> None:
    frames = importlib.import_module("ctid.asterisk.ami_frames")
    exact = frames.parse

    def cut_anywhere(frame: bytes, **how: Any) -> Any:
        lines = bytes(frame).decode("utf-8", "replace").splitlines()
        return exact(b"\r\n".join(line.encode() for line in lines), **how)

    _replace_everywhere(exact, cut_anywhere)


def _resend_originate() -> None:
    connection = importlib.import_module("ctid.asterisk.ami_connection").AmiConnection
    act = connection.act

    async def act_until_answered(self: Any, values: Any, **how: Any) -> Any:
        while True:
            try:
                return await act(self, values, **how)
            except (ConnectionError, TimeoutError):
                if values["Action"] != "Originate":
                    raise
            while not self.connected:  # noqa: ASYNC110  (nothing tells of it but the property)
                await asyncio.sleep(0.05)

    connection.act = act_until_answered


def _no_resync() -> None:
    centre = importlib.import_module("ctid.centre.centre")
    reports = importlib.import_module("ctid.model.reports")
    recovery = importlib.import_module("ctid.centre.recovery")
    connected = recovery.switch_lost.__globals__["EventKind"].SWITCH_UP

    def believed_unseen(world: Any, report: Any, now: Any) -> None:
        if not world.switch_seen:
            world.switch_seen = True
            world.tell(connected, now, node=report.node, restarted=int(report.restarted))
        world.node = report.node
        for phone, reachable in report.phones.items():
            recovery.phone_changed(world, reports.PhoneChanged(phone, reachable), now)

    assert reports.SwitchSeen in centre.REPORTS
    centre.REPORTS[reports.SwitchSeen] = believed_unseen


def _as_it_is() -> None:
    """The dialplan alone is broken; see `dialplan`."""


BUILDS: Mapping[str, Callable[[], None]] = {
    "no_fence": _no_fence,
    "splitlines": _splitlines,
    "resend_originate": _resend_originate,
    "no_resync": _no_resync,
    "agistatus_only": _as_it_is,
}


def dialplan(name: str, source: Path, into: Path) -> Path:
    """Return the folder of the dialplan that goes with a build; it is written `into` where it differs.

    Raises `Mistaken` (R570) when the line to break is not there any more.
    """
    if name != "agistatus_only":
        return source
    into.mkdir(parents=True, exist_ok=True)
    texts = {file.name: file.read_text("utf-8") for file in source.glob("*.conf")}
    if sum(text.count(SIGN_OF_LIFE) for text in texts.values()) != 1:
        raise Mistaken([_not_broken(name, str(source))])
    for file, text in texts.items():
        (into / file).write_text(text.replace(SIGN_OF_LIFE, BELIEVED), "utf-8")
    return into


def break_it(name: str, environ: Mapping[str, str]) -> None:
    """Take a mechanism out of this process. Raises `Mistaken` (R570) outside the laboratory."""
    if name not in BUILDS or environ.get(ALLOWED) != "1":
        raise Mistaken([_not_broken(name, ALLOWED)])
    importlib.import_module("ctid.runtime.daemon")  # all of it is there before any of it is replaced
    BUILDS[name]()


def _replace_everywhere(old: Any, new: Any) -> None:
    """Put `new` wherever a module of ctid knows `old` by a name of its own."""
    for module in [module for name, module in sys.modules.items() if name.startswith("ctid.")]:
        for name, value in list(vars(module).items()):
            if value is old:
                setattr(module, name, new)


def _not_broken(name: str, place: str) -> Mistake:
    names = ", ".join(BUILDS)
    return Mistake(
        "R570",
        Place(place),
        Text(f"“{name}” was not broken", f"未能破坏 “{name}”"),
        Text(
            "only the laboratory runs broken builds, and only of what is there", "只有实验室运行有缺陷的构建"
        ),
        Text(f"set {ALLOWED}=1 and name one of {names}", f"请设置 {ALLOWED}=1，并使用其中之一：{names}"),
    )


def main() -> None:
    """Break what the first argument names; the others are the command line of ctid."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        break_it(name, os.environ)
    except Mistaken as mistaken:
        sys.exit(mistaken.words())
    sys.argv[1:] = sys.argv[2:]
    importlib.import_module("ctid.cli").main()


if __name__ == "__main__":
    main()
