"""The daemon put together: read, open, compose, run, and leave tidily.

What can be wrong with files and settings is found out before the first port is opened; then ports that are
taken and a first login that Asterisk refuses. From then on nothing that goes away (switch, database, pages)
ends the daemon; it says so in its health and keeps trying.
"""

import asyncio
import gc
import logging
import os
import random
import signal
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from ctid.api import stream, veil
from ctid.api.app import make_app
from ctid.api.history import recall
from ctid.api.pages import Pages
from ctid.api.phones import BrowserPhone
from ctid.api.routes import configuration, dialled, messages, recordings, webhooks
from ctid.api.serve import serve
from ctid.asterisk.devices import browser_of
from ctid.asterisk.port import AsteriskPort
from ctid.centre.centre import Centre
from ctid.centre.own_calls import REMEMBERED
from ctid.config.phone_secrets import read_phone_secrets
from ctid.config.settings import Settings, require_secrets
from ctid.dialer.wiring import sources_of
from ctid.model.ids import AgentId, NodeId
from ctid.model.reports import Draining
from ctid.model.steps import Step
from ctid.model.webhooks import Endpoint
from ctid.runtime.answers import Answers
from ctid.runtime.clock import SystemClock
from ctid.runtime.configuration import Configuration
from ctid.runtime.crash_points import steps_of
from ctid.runtime.dialled import Dialled
from ctid.runtime.dispatch import Dispatch, events_in
from ctid.runtime.ending import Ending
from ctid.runtime.experience import remembered_experience
from ctid.runtime.front import Front
from ctid.runtime.lead_reader import LeadReader
from ctid.runtime.lookups import Lookups
from ctid.runtime.loop import Loop
from ctid.runtime.menus import Menus
from ctid.runtime.messages import hand_over
from ctid.runtime.numbering import numbering_of
from ctid.runtime.outside import FlowOutside
from ctid.runtime.recorder import Recorder
from ctid.runtime.recordings import Keeper
from ctid.runtime.retention import forget
from ctid.runtime.sources import Sources, ran_on, read_sources
from ctid.runtime.speech import open_ears
from ctid.runtime.spoken_text import SPOKEN, SpokenText
from ctid.runtime.webhooks import WebhookParts, open_inquiry, open_webhooks, read_endpoints
from ctid.store.encoding import Batch
from ctid.store.engine import sqlite_file
from ctid.store.store import Store

DIST = Path(__file__).resolve().parent.parent / "desktop" / "dist"

DRAIN_PATIENCE = 4.0  # seconds for whoever is in a menu

_log = logging.getLogger(__name__)


async def run(
    settings: Settings,
    *,
    ready: Callable[[str], None] = lambda url: None,
    meet: Callable[[Sources, Menus], Menus] = lambda sources, menus: menus,
) -> None:
    """Run until SIGTERM or SIGINT. `ready` is told the pages' URL once calls can be taken.

    `meet` may put other menus before callers than the site's (ctid/runtime/pretending.py).
    Raises Mistaken when something a person must mend keeps the daemon from starting.
    """
    require_secrets(settings)
    sources = read_sources(settings.site)
    clock = SystemClock()
    endpoints = read_endpoints(settings.webhooks, clock())
    url = settings.store.url.get_secret_value()
    async with AsyncExitStack() as stack:
        step = steps_of(os.environ)
        spool = sqlite_file(url).with_suffix(".spool")
        store = await Store.open(url, clock=clock, spool=spool, step=step)
        stack.push_async_callback(store.close)
        await _Daemon(settings, sources, store, clock, step, meet).run(stack, endpoints, ready)


class _Daemon:
    """All parts, wired. Each knows only what it is given here."""

    def __init__(
        self,
        settings: Settings,
        sources: Sources,
        store: Store,
        clock: SystemClock,
        step: Step,
        meet: Callable[[Sources, Menus], Menus],
    ) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._phone_secrets = read_phone_secrets(settings.switch.phone_secrets_file)
        self._masked = settings.privacy.mask_numbers
        self._answers = Answers()
        recorder = Recorder(ran_on(sources), learns=lambda: self._centre.dialling)
        self._configuration = Configuration(settings.site, sources, store)
        self._centre = Centre(
            sources.site,
            new_offer_id=recorder.draw,
            read_site=self._configuration.site_of,
            dials=sources_of(sources.site, sources.laws),
        )
        self._loop = Loop(self._centre, clock, recorder)
        self._pages = Pages(self._loop.report)
        self._inquiry = open_inquiry(settings.webhooks, clock)
        menus = meet(sources, self._menus())
        self._switch = AsteriskPort(
            settings.switch,
            settings.agi,
            report=self._loop.report,
            session_for=menus.session_for,
            clock=clock,
            chance=random.Random(),
            beaten_at=lambda: self._loop.beat_at,
            step=step,
            outside=menus.outside,
            ears=open_ears(settings.speech.recogniser),
        )
        self._lookups = Lookups(store, self._configuration.region, clock, self._loop.report)

    def _menus(self) -> Menus:
        """Make the menus of the site's files."""
        spoken = SpokenText(self._settings.store.media / SPOKEN)
        asked = self._configuration.flows_ask
        return Menus(
            self._configuration.session_for,
            FlowOutside(self._store, self._inquiry, asked, self._clock, spoken),
        )

    def _browser_phone(self, agent: AgentId) -> BrowserPhone | None:
        """Say as whom an agent's browser registers; None where it has no password or no address."""
        phone, url = self._centre.site.agents[agent].phone, self._settings.switch.sip_url
        secret = self._phone_secrets.get(phone)
        if secret is None or not url:
            return None
        return BrowserPhone(browser_of(phone), url, secret.get_secret_value())

    async def run(
        self, stack: AsyncExitStack, endpoints: Sequence[Endpoint], ready: Callable[[str], None]
    ) -> None:
        """Take up where the last run ended, then serve until told to stop."""
        dispatch = await self._dispatch()
        await self._take_up(dispatch)
        await stack.enter_async_context(self._inquiry)
        hooks = await stack.enter_async_context(
            open_webhooks(self._settings.webhooks, self._store, self._clock, masked=self._masked)
        )
        url = await self._open_pages(stack, hooks)

        def committed(done: Sequence[Batch]) -> None:
            dispatch.log_rows(events_in(done), self._clock())
            hooks.courier.news.set()

        # What is there now stays: not to be looked through again whenever there may be garbage (100 ms).
        gc.collect()
        gc.freeze()
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self._store.run(dispatch.tell, committed, dispatch.give_up, dispatch.able)),
                group.create_task(
                    forget(self._store, self._settings, self._clock, self._configuration.rulebook)
                ),
                group.create_task(hooks.courier.run(endpoints)),
                group.create_task(self._loop.run(dispatch)),
                group.create_task(self._keeper().run()),
                group.create_task(self._switch.run(lambda: ready(url))),
                group.create_task(hand_over(self._settings, self._store, self._loop.report, self._clock)),
                group.create_task(self._configuration.note_start(self._last_applied)),
            ]
            self._heed(Ending(tasks, self._drain))
        _log.info("stopped")

    async def _dispatch(self) -> Dispatch:
        return Dispatch(
            store=self._store,
            switch=self._switch,
            pages=self._pages,
            lookups=self._lookups,
            reader=LeadReader(self._store, self._loop.report),
            answers=self._answers,
            numbering=await numbering_of(self._store, self._centre.knows),
            clock=self._clock,
            report=self._loop.report,
        )

    def _heed(self, ending: Ending) -> None:
        """End, or read the configuration again, as signals ask."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGHUP, self._configuration.hung_up)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, ending.asked)

    def _keeper(self) -> Keeper:
        """Make the one who hands finished recordings over."""
        folders = self._settings.recordings
        return Keeper(
            self._centre,
            self._store,
            node=NodeId(self._settings.switch.node),
            folders=(folders.spool, folders.folder),
            report=self._loop.report,
            clock=self._clock,
        )

    async def _drain(self) -> None:
        self._loop.report(Draining())
        await self._switch.drain(DRAIN_PATIENCE)

    async def _open_pages(self, stack: AsyncExitStack, hooks: WebhookParts) -> str:
        """Serve the pages and the API; return their URL."""
        front = Front(
            self._centre, self._loop, self._answers, switch=self._switch, store=self._store, clock=self._clock
        )
        self._configuration.ask, self._configuration.waiting = front.ask, front.waiting
        app = make_app(
            front,
            self._store,
            self._pages,
            clock=self._clock,
            dist=DIST,
            phones=self._browser_phone,
        )
        webhooks.install(app, hooks.desk)
        configuration.install(app, self._configuration)
        dialled.install(
            app,
            Dialled(
                self._store,
                lambda: self._centre.site,
                self._configuration.rulebook,
                self._centre.do_not_call,
                self._clock,
            ),
        )
        messages.install(app, self._settings.store.media)
        if self._masked:
            veil.install(app)
        recordings.install(app, self._store, self._settings.recordings.folder)
        runner = await serve(app, self._settings.http.host, self._settings.http.port)
        stack.push_async_callback(runner.cleanup)
        host, port = runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def _take_up(self, dispatch: Dispatch) -> None:
        """Go on where the last run ended, as if onlookers had only lost their connections."""
        remembered = await self._store.remembered()
        live = {record.id for record in remembered.interactions}
        await recall(self._pages.stream, self._store, stream.KEPT, live=live)
        dispatch.log_rows(await self._store.unlogged(stream.KEPT), self._clock())
        self._last_applied = next(iter(await self._store.applied_sites()), None)
        dialled = await self._store.dialled_since(self._clock() - REMEMBERED)
        experience = await remembered_experience(self._store, self._clock())
        self._loop.report(replace(remembered, dialled=dialled, experience=experience))
