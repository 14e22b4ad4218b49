"""Issuing people's tickets and programs' tokens from the command line, beside a running daemon."""

from collections.abc import Sequence
from datetime import timedelta

from ctid.api.scopes import SCOPES
from ctid.config.settings import Settings
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.runtime.clock import SystemClock
from ctid.store.store import Store

TICKET_LASTS = timedelta(minutes=15)


async def issue_ticket(settings: Settings, role: str, subject: str) -> str:
    """Return a ticket that signs a page in, once."""
    clock = SystemClock()
    store = await Store.open(settings.store.url.get_secret_value(), clock=clock)
    try:
        return await store.issue_ticket(role, subject, clock() + TICKET_LASTS)
    finally:
        await store.close()


async def issue_token(settings: Settings, name: str, scopes: Sequence[str]) -> str:
    """Return a new token of the program `name`. Raises Mistaken (R104) for no scope or an unknown one."""
    wrong = [scope for scope in scopes if scope not in SCOPES]
    if wrong or not scopes:
        raise Mistaken([_wrong_scope(", ".join(wrong))])
    clock = SystemClock()
    store = await Store.open(settings.store.url.get_secret_value(), clock=clock)
    try:
        return await store.issue_token(name, scopes, clock())
    finally:
        await store.close()


async def revoke_tokens(settings: Settings, name: str) -> int:
    """Revoke every token of the program `name`. Raises Mistaken (R105) when it has none."""
    store = await Store.open(settings.store.url.get_secret_value(), clock=SystemClock())
    try:
        revoked = await store.revoke_tokens(name)
    finally:
        await store.close()
    if not revoked:
        raise Mistaken([_no_token(name)])
    return revoked


def _wrong_scope(wrong: str) -> Mistake:
    known = ", ".join(SCOPES)
    what = Text(f"no such scope: {wrong}", f"没有此权限：{wrong}")
    return Mistake(
        "R104",
        Place("--scope"),
        what if wrong else Text("no scope was given", "未指定权限"),
        Text("a token may do only what its scopes say", "令牌只能执行其权限所列的操作"),
        Text(f"give --scope once or more, out of: {known}", f"用 --scope 指定一个或多个：{known}"),
    )


def _no_token(name: str) -> Mistake:
    return Mistake(
        "R105",
        Place("NAME"),
        Text(f"“{name}” has no token", f"“{name}” 没有令牌"),
        Text("nothing was revoked", "未撤销任何令牌"),
        Text("use the name under which it was issued", "请使用签发时的名称"),
    )
