"""A recording studio of one telephone: Asterisk rings it, its dialplan (ctid-studio) records what is read.

What must be said to Asterisk goes through its control socket, as all that an engineer does on the switch's
own host; how it ended is read from its database. ctid's daemon has no part in this and need not run.
"""

import asyncio
import re
from pathlib import Path

from ctid.asterisk.console import Deaf, ask
from ctid.config.settings import Settings
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place, Text

WITHIN_S = 300.0
_LOOK_EVERY_S = 0.5
PHONE = re.compile(r"[A-Za-z0-9_.-]+")


async def read_out(settings: Settings, phone: str, language: Language, key: str) -> Path:
    """Have a prompt read out at `phone`; return the sound that the reader kept.

    Raises `Mistaken` (R245 no control socket or spool, R246 not kept).
    """
    control, spool = settings.switch.control, settings.switch.spool
    if not control or spool is None or not PHONE.fullmatch(phone):
        raise Mistaken([_no_studio(phone)])
    name = f"{language}-{key}"
    try:
        kept = await _is_kept(control, phone, name)
    except (OSError, Deaf) as error:
        raise Mistaken([_no_studio(phone)]) from error
    if not kept:
        raise Mistaken([_not_kept(phone)])
    return spool / "ctid-studio" / f"{name}.wav"


async def _is_kept(control: tuple[str, ...], phone: str, name: str) -> bool:
    """Ring the phone, wait until it is left or has kept what was read; raise OSError, `Deaf`."""
    await ask(control, f"database del ctid-studio {name}")
    await ask(control, f"channel originate PJSIP/{phone} extension {name}@ctid-studio")
    clock = asyncio.get_running_loop().time
    until, there = clock() + WITHIN_S, True
    while there and clock() < until:
        await asyncio.sleep(_LOOK_EVERY_S)
        there = f"PJSIP/{phone}-" in await ask(control, "core show channels concise")
        if "Value: kept" in await ask(control, f"database get ctid-studio {name}"):
            return True
    return False


def _no_studio(phone: str) -> Mistake:
    return Mistake(
        "R245",
        Place(phone),
        Text("this phone cannot be rung from here", "无法从这里呼叫该话机"),
        Text(
            "that goes through Asterisk's console, and the sound through its spool",
            "呼叫需经 Asterisk 控制台，录音需经其 spool 目录",
        ),
        Text(
            "on the switch itself set switch.control (asterisk -rx) and switch.spool; name a phone it knows",
            "请在交换机上设置 switch.control（asterisk -rx）和 switch.spool，并写已知话机",
        ),
    )


def _not_kept(phone: str) -> Mistake:
    return Mistake(
        "R246",
        Place(phone),
        Text("nothing was kept", "没有保存录音"),
        Text("the phone was not answered, or hung up before key 1", "话机未接听，或在按 1 之前已挂断"),
        Text(
            "try again: read after the tone, press #, and 1 when you like what you hear",
            "请重试：听到提示音后朗读，按 # 结束，满意后按 1",
        ),
    )
