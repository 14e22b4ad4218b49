"""The bench's own centre: a real Asterisk, twelve agents of four manners, a line served and one that waits.

4001  the main flow: some press keys and wait, some leave without having pressed any
4002  straight into the line `support`, which eleven agents serve
4003  straight into the line `billing`, which nobody serves: who waits there waits through every fault

1001–1006  talk long          1007–1010  talk short: agents become free all the time
1011       never answers      1012       is signed on for `billing`, ready only at the end
"""

import asyncio
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crowd import PHONES_IP, Callers, Phones
from desk import Desk
from ruamel.yaml import YAML

from ctid.config.sections import SiteFiles
from ctid.lab.house import PROJECT, House
from ctid.lab.steps import hang_up, press
from ctid.lab.switch import Switch
from ctid.lab.tree import Toolbox, cache_directory
from ctid.prompts.render import render_prompts
from ctid.runtime.sources import read_sources
from ctid.store.store import Store

LONG = tuple(str(n) for n in range(1001, 1007))
SHORT = tuple(str(n) for n in range(1007, 1011))
SILENT, SPARE = "1011", "1012"
HOSTILE = "Li\u2028Event: Hangup\u2028\u0085Uniqueid: 1.1\u0085"
_ADDRESS = "contact = sip:{{phone}}@{{phone}}.invalid\n"


def lay_site(folder: Path) -> Path:
    """Write the bench's configuration below `folder`, made of the project's own, and return it."""
    site = folder / "site"
    shutil.copytree(PROJECT / "ivr", site / "ivr")
    shutil.copytree(PROJECT / "config", site / "config")
    centre = YAML(typ="safe").load((PROJECT / "config/centre.yaml").read_text("utf-8"))
    skills = {"support": 3, "english": 3, "mandarin": 3}
    centre["agents"] = [
        {"id": id, "name": f"Agent {id}", "phone": id, "language": "en", "skills": dict(skills)}
        for id in (*LONG, *SHORT, SILENT)
    ]
    centre["agents"].append(
        {"id": SPARE, "name": "Agent", "phone": SPARE, "language": "en", "skills": {"billing": 5}}
    )
    for queue in centre["queues"].values():
        queue.update(ring="5s", wrap_up="50ms")
    centre["numbers"] = {"4001": "main", "4002": "served", "4003": "patient"}
    (site / "config/centre.yaml").write_text(json.dumps(centre), "utf-8")
    for name, queue in (("served", "support"), ("patient", "billing")):
        flow = {
            "version": 1,
            "flow": name,
            "languages": ["en"],
            "start": "line",
            "nodes": {"line": {"queue": {"name": queue, "on_refused": "out"}}, "out": {"hangup": {}}},
        }
        (site / "ivr" / f"{name}.yaml").write_text(json.dumps(flow), "utf-8")
    part = site / "config/asterisk/parts/phone.conf"
    aor = "[{{phone}}](phone-aor)\n"
    assert aor in part.read_text("utf-8")
    part.write_text(part.read_text("utf-8").replace(aor, aor + _ADDRESS), "utf-8")
    return site


class _AddressedSwitch(Switch):
    """A switch whose phones do not register: their addresses are written down."""

    addresses: Mapping[str, str]

    def render(self) -> None:
        super().render()
        conf = self.run / "etc/pjsip.conf"
        text = conf.read_text("utf-8")
        for phone, address in self.addresses.items():
            text = text.replace(f"@{phone}.invalid", f"@{address}")
        conf.write_text(text.replace("qualify_frequency = 10", "qualify_frequency = 5"), "utf-8")


def mount(disk: Path) -> None:
    """Put a disk of eight megabytes there; RuntimeError where that is not allowed."""
    argv = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"no disk can be mounted here: {done.stderr.strip()}")


class Hall(House):
    """A house with the bench's site and crowd. `broken` names a build that is broken on purpose."""

    def __init__(self, tools: Toolbox, folder: Path, *, broken: str = "", small_disk: bool = False) -> None:
        self._disk = folder / "disk" if small_disk else None
        files = lay_site(folder)
        sources = read_sources(SiteFiles(
            centre=files / "config/centre.yaml", flows=files / "ivr", prompts=files / "ivr/prompts"
        ))  # fmt: skip
        prompts = render_prompts(tools, sources.texts, cache_directory() / "prompts")
        super().__init__(tools, folder, sources.site, prompts=prompts, files=files, broken=broken)
        plan = self.switch.plan
        ours = replace(plan.sources, templates=files / "config/asterisk")
        self.switch = switch = _AddressedSwitch(tools, replace(plan, sources=ours), folder / "asterisk")
        self.outside.folder.mkdir()
        self.changed: dict[str, str] = {}  # of the daemon, beside the usual ones
        self.phones = (
            Phones(self.outside, LONG, ring=0.3, talk=40.0),
            Phones(self.outside, SHORT, ring=0.6, talk=2.5),
            Phones(self.outside, (SILENT,), ring=None, talk=None),
            Phones(self.outside, (SPARE,), ring=0.2, talk=0.5),
        )
        switch.addresses = {
            name: f"{PHONES_IP}:{group.port}" for group in self.phones for name in group.names
        }
        self.patient = Callers(self.outside, 2, "4003", 5)
        self.callers = (
            Callers(self.outside, 0, "4002", 21),
            Callers(self.outside, 1, "4001", 2, (hang_up(after=8.0),)),
            Callers(
                self.outside, 4, "4001", 2, (press("2", after=2.5), press("0", after=2.5), hang_up(after=9.0))
            ),
            self.patient,
            Callers(self.outside, 3, "4002", 1, (hang_up(after=5.0),), name=HOSTILE),
        )
        self.desks: dict[str, Desk] = {}

    def environment(self, **changes: str) -> dict[str, str]:
        """Return the daemon's environment, with this hall's settings."""
        return super().environment(**{**self.changed, **changes})

    @property
    def database(self) -> Path:
        """The daemon's database, on a disk of its own where that is to be filled."""
        return (self._disk or self.folder) / "ctid.db"

    @property
    def daemon(self) -> subprocess.Popen[bytes]:
        """The daemon's process."""
        assert self._daemon is not None
        return self._daemon

    def launch(self, **changes: str) -> None:
        """Start the daemon and wait for nothing."""
        self._daemon = self.launch_beside(**changes)

    def launch_beside(self, **changes: str) -> subprocess.Popen[bytes]:
        """Start another daemon, which is the caller's to end."""
        return self._launch(changes)

    # --- people -------------------------------------------------------------------------------------
    async def open(self) -> None:
        """Start everything: phones first, so that they are found; then agents, then callers."""
        if self._disk is not None:
            self._disk.mkdir()
            mount(self._disk)
        for group in self.phones:
            await group.start()
        await self.start()
        store = await Store.open(f"sqlite+aiosqlite:///{self.database}", clock=lambda: datetime.now(UTC))
        try:
            for agent in (*LONG, *SHORT, SILENT, SPARE):
                self.desks[agent] = await Desk.signed_on(self.url, agent, store)
            self.token = await store.issue_token("bench", ["events:read"], datetime.now(UTC))
        finally:
            await store.close()

    async def close(self) -> None:
        """End everything."""
        for desk in self.desks.values():
            await desk.http.close()
        for party in (*self.callers, *self.phones):
            await party.stop()
        await self.stop()
        if self._disk is not None and self._disk.is_mount():
            await asyncio.to_thread(subprocess.run, ["umount", "-l", str(self._disk)], check=False)

    # --- what was written ---------------------------------------------------------------------------
    def rows(self, query: str) -> list[dict[str, Any]]:
        """Read rows straight from the database's file."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(query)]
