"""Making and removing integrations by command; the daemon may run meanwhile, and heeds it at once."""

import re
import secrets

from ctid.api.signed import new_secret
from ctid.model.integrations import Integration, Right
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.runtime.clock import SystemClock
from ctid.store.store import Store

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_PLACE = Place("ctid integration")


async def add(url: str, name: str, rights: frozenset[Right]) -> str:
    """Make an integration and return its secret. Raises Mistaken (R111 name taken, R112 no name)."""
    if not _NAME.fullmatch(name):
        raise Mistaken([_no_name(name)])
    clock = SystemClock()
    made = Integration(name, new_secret(secrets.token_bytes), rights)
    store = await Store.open(url, clock=clock)
    try:
        if not await store.add_integration(made, clock()):
            raise Mistaken([_taken(name)])
    finally:
        await store.close()
    return made.secret


async def remove(url: str, name: str) -> None:
    """Remove an integration. Raises Mistaken (R113 no such integration)."""
    store = await Store.open(url, clock=SystemClock())
    try:
        if not await store.remove_integration(name):
            raise Mistaken([_unknown(name, [each.name for each in await store.integrations()])])
    finally:
        await store.close()


def _taken(name: str) -> Mistake:
    return Mistake(
        "R111",
        _PLACE,
        Text(f"there is an integration {name} already", f"名为 {name} 的集成已存在"),
        Text("its secret would stop working", "其现有密钥将会失效"),
        Text(
            "take another name; to change a secret, make a second one, then --remove the first",
            "请改用其他名称；更换密钥时，先新建一个，再用 --remove 删除旧的",
        ),
    )


def _no_name(name: str) -> Mistake:
    return Mistake(
        "R112",
        _PLACE,
        Text(f"“{name}” cannot be a name", f"“{name}” 不能作为名称"),
        Text("it is written into logs and commands", "名称会写入日志和命令"),
        Text("use letters, digits, - and _, at most 40", "请使用字母、数字、- 和 _，不超过 40 个字符"),
    )


def _unknown(name: str, known: list[str]) -> Mistake:
    there = ", ".join(known)
    return Mistake(
        "R113",
        _PLACE,
        Text(f"there is no integration {name}", f"没有名为 {name} 的集成"),
        Text("nothing was changed", "未作任何更改"),
        Text(f"there are: {there or 'none'}", f"现有：{there or '无'}"),
    )
