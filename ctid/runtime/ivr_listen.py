"""`ctid ivr listen`: a phone of the house rings, and who answers is a caller of a number, in its real menu.

Asterisk is told through its control socket, as `ctid prompts record` does; everything after that is a call
like any other. The phone's own number is shown: nobody is greeted by name.
"""

import re

from ctid.asterisk.console import Deaf, ask
from ctid.config.settings import Settings
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.runtime.prompt_studio import PHONE

_NUMBER = re.compile(r"\+?[0-9]+")


async def listen(settings: Settings, phone: str, number: str) -> None:
    """Ring `phone` and have it call `number`. Raises `Mistaken` (R250)."""
    control = settings.switch.control
    if not control or not PHONE.fullmatch(phone) or not _NUMBER.fullmatch(number):
        raise Mistaken([_not_from_here(phone)])
    told = f"channel originate PJSIP/{phone} extension {number}@ctid-in"
    try:
        await ask(control, told)
    except (OSError, Deaf) as error:
        raise Mistaken([_not_from_here(phone)]) from error


def _not_from_here(phone: str) -> Mistake:
    return Mistake(
        "R250",
        Place(phone),
        Text("this phone cannot be rung from here", "无法从这里呼叫该话机"),
        Text("that goes through Asterisk's console", "呼叫需经 Asterisk 控制台"),
        Text(
            "on the switch itself set switch.control (asterisk -rx), and name a phone it knows and a number",
            "请在交换机上设置 switch.control（asterisk -rx），并写已知话机和号码",
        ),
    )
