"""The files the daemon runs on, read again while it runs: by `ctid centre apply`, or by SIGHUP.

Reading is done beside the loop and as a whole: with one mistake in any file nothing changes. What was read
goes to the centre as text, in one command, so that it is journalled as it stood in the file; what the text
means is at hand here already. The flows follow when the centre has agreed.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from ctid.config.sections import SiteFiles
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.ivr.session import Session
from ctid.model.commands import ApplySite
from ctid.model.configuration import AppliedSite
from ctid.model.ids import FlowName, QueueName
from ctid.model.mistakes import Mistaken
from ctid.model.reasons import Reason
from ctid.model.site import Site
from ctid.runtime.outside import Flows
from ctid.runtime.plan import as_json, plan_of
from ctid.runtime.site_files import write_back
from ctid.runtime.sources import Sources, read_sources
from ctid.store.store import Store

Ask = Callable[[ApplySite], Awaitable[Reason | None]]

_log = logging.getLogger(__name__)


class Configuration:
    """What the daemon runs on. `ask` has the centre apply what was read; `waiting` says who waits where."""

    ask: Ask
    waiting: Callable[[], Mapping[QueueName, int]]

    def __init__(self, files: SiteFiles, sources: Sources, store: Store) -> None:
        self._files = files
        self._sources = sources
        self._rulebook = Rulebook(sources.laws)
        self._store = store
        self._read: dict[str, Sources] = {}  # by the command that is to apply it
        self._hung_up: set[asyncio.Task[None]] = set()

    def session_for(self, dnis: str, asked: str) -> Session | None:
        """Begin a session in the flow that is asked for, else in the one that answers a number.

        None where there is none. What is applied later is for later callers: a session keeps its flows.
        """
        sources = self._sources
        name = FlowName(asked) if asked else sources.site.numbers.get(dnis)
        flow = sources.flows.get(name) if name is not None else None
        return Session(flow, calendars=sources.site.calendars, flows=sources.flows) if flow else None

    def flows_ask(self) -> Flows:
        """Return what questions of flows are answered by."""
        return Flows(self._sources.site, self._sources.actions)

    def rulebook(self) -> Rulebook:
        """Return the laws by which campaigns dial."""
        return self._rulebook

    def region(self) -> str:
        """Return how numbers without a country are read."""
        return self._sources.site.region

    def site_of(self, command: ApplySite) -> Site:
        """Return what a command that `apply` made means."""
        return self._read[command.id].site

    async def apply(self, who: str, *, discard_live: bool = False) -> Reason | None:
        """Read the files again and run on them; return the rule by which the centre refused.

        Raises `Mistaken` with every mistake of all files; then nothing has changed.
        """
        return await self._apply(who, await asyncio.to_thread(read_sources, self._files), discard_live)

    async def planned(self) -> dict[str, Any]:
        """Hold the files as they are now against what runs. Raises `Mistaken` with their mistakes."""
        after = await asyncio.to_thread(read_sources, self._files)
        applied = next(iter(await self._store.applied_sites()), None)
        live = await self._store.changed_live()
        return as_json(plan_of(after.site, applied, live, self.waiting(), after.flow_texts))

    async def write_back(self) -> int:
        """Write what is live into the file. Raises `Mistaken` if the files are not sound."""
        return await asyncio.to_thread(write_back, self._files, await self._store.changed_live())

    async def note_start(self, last: AppliedSite | None = None) -> None:
        """Have what this run began on kept, unless it is what was applied `last`."""
        sources = self._sources
        if last is None or (last.centre, last.texts) != (sources.written, sources.flow_texts):
            await self._apply("start", sources, discard_live=False)

    def hung_up(self) -> None:
        """Apply as a signal asks; what keeps it from being done is logged."""
        task = asyncio.get_running_loop().create_task(self._apply_and_log())
        self._hung_up.add(task)
        task.add_done_callback(self._hung_up.discard)

    async def _apply_and_log(self) -> None:
        try:
            refused = await self.apply("SIGHUP")
        except Mistaken as mistaken:
            _log.warning("the configuration was not applied:\n%s", mistaken.words())
            return
        for remark in self._sources.remarks:
            _log.warning("%s", remark.words())
        _log.info("configuration: %s", "applied" if refused is None else refused.words())

    async def _apply(self, who: str, sources: Sources, discard_live: bool) -> Reason | None:
        id, flows = f"cmd_{secrets.token_hex(8)}", tuple(sorted(sources.flows))
        command = ApplySite(id, who, sources.written, flows, discard_live, sources.flow_texts, sources.laws)
        self._read[command.id] = sources
        try:
            refused = await self.ask(command)
        finally:
            del self._read[command.id]
        if refused is None:
            self._sources, self._rulebook = sources, Rulebook(sources.laws)
        return refused
