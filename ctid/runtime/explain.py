"""Asking the running daemon why a call waits; without one, reading what was written down of it."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import aiohttp

from ctid.api import wait_shapes
from ctid.api.encode import Json
from ctid.config.settings import Settings
from ctid.model.ids import InteractionId
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.model.phone import e164
from ctid.model.reasons import Reason
from ctid.model.site import Site
from ctid.runtime.clock import SystemClock
from ctid.runtime.door import ask_once
from ctid.runtime.sources import read_sources
from ctid.store.store import Store

LAST = "last"
PATIENCE = aiohttp.ClientTimeout(total=10)
TICKET_LASTS = timedelta(minutes=1)


async def explain(settings: Settings, call: str, language: Language) -> Json:
    """Return what the API answers about a call. Raises Mistaken (R150 no such call, R151 not our daemon)."""
    site = read_sources(settings.site).site
    store = await Store.open(settings.store.url.get_secret_value(), clock=SystemClock())
    try:
        wanted = await _find(store, call, site)
        told = await _of_the_daemon(settings, store, wanted, language)
        return told if told is not None else await _of_the_store(store, wanted, site, language)
    finally:
        await store.close()


async def explain_lead(settings: Settings, lead: str, language: Language) -> Json:
    """Return what the running daemon answers about a lead. Raises Mistaken where there is none of either."""
    return await ask_once(settings, language, "GET", f"/api/v1/leads/{quote(lead, safe='')}/why")


async def _find(store: Store, call: str, site: Site) -> InteractionId:
    if call == LAST:
        found = await store.last_call()
    elif await store.interaction(InteractionId(call)) is not None:
        return InteractionId(call)
    else:
        found = await store.last_call(e164(call, site.region) or call)
    if found is None:
        raise Mistaken([_no_such_call(call)])
    return found


async def _of_the_daemon(
    settings: Settings, store: Store, wanted: InteractionId, language: Language
) -> Json | None:
    """Ask the daemon as a supervisor; None if none runs."""
    url = f"http://{settings.http.host}:{settings.http.port}"
    jar, said = aiohttp.CookieJar(unsafe=True), {"Accept-Language": language.value}  # cookies of an address
    async with aiohttp.ClientSession(url, cookie_jar=jar, timeout=PATIENCE, headers=said) as http:
        try:
            await _expect(http.get("/health"))
            ticket = await store.issue_ticket("supervisor", "ctid why", SystemClock()() + TICKET_LASTS)
            await _expect(http.post("/api/v1/session", json={"ticket": ticket}))
            told = await _expect(http.get(f"/api/v1/interactions/{wanted}/why"))
            await _expect(http.delete("/api/v1/session"))
        except aiohttp.ClientConnectorError:
            return None
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise Mistaken([_not_ours(url, str(error) or type(error).__name__)]) from error
    return told


async def _expect(asked: Any) -> Json:
    async with asked as answer:
        if answer.status == HTTPStatus.NO_CONTENT:
            return {}
        body: Json = await answer.json(content_type=None)
        if answer.status != HTTPStatus.OK:
            raise ValueError(f"{answer.status} {body.get('title', '')}")
        return body


async def _of_the_store(store: Store, wanted: InteractionId, site: Site, language: Language) -> Json:
    of = await store.interaction(wanted)
    assert of is not None  # it was found there
    told = wait_shapes.why(of, None, await store.offers(wanted), site, language)
    return {**told, "says": [Reason("waits_unseen").words(language)]}


def _no_such_call(call: str) -> Mistake:
    return Mistake(
        "R150",
        Place("CALL"),
        Text(f"no call {call} is known", f"没有已知的通话 {call}"),
        Text(
            "it is neither an interaction's id nor the number of somebody who called",
            "它既不是会话编号，也不是曾来电的号码",
        ),
        Text(
            "give an id out of the latest calls, a number, or `last`", "请给出最近通话的编号、号码，或 `last`"
        ),
    )


def _not_ours(url: str, detail: str) -> Mistake:
    return Mistake(
        "R151",
        Place("http.port"),
        Text(
            f"{url} does not answer as this centre's daemon ({detail})",
            f"{url} 的应答不是本中心的守护进程（{detail}）",
        ),
        Text("only the daemon knows why somebody waits now", "只有守护进程知道来电当前为何等待"),
        Text(
            "give the settings' file that it runs with (--config), or end the other program on that port",
            "请用 --config 指定其运行所用的设置文件，或结束占用该端口的其他程序",
        ),
    )
