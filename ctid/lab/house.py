"""A whole centre in a folder: a private Asterisk, the daemon as a process of its own, its database.

The daemon is started as anybody would start it (`ctid run`, configured by the environment), so it can be
killed, frozen and started again while its calls go on in Asterisk.
"""

import asyncio
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp

from ctid.config.settings import Settings
from ctid.lab.broken import ALLOWED, dialplan
from ctid.lab.page import Page
from ctid.lab.plan import Phone, Plan, Sources
from ctid.lab.ports import free_port
from ctid.lab.sipp import Outside, with_us
from ctid.lab.switch import Switch
from ctid.lab.tree import Toolbox, cache_directory
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.model.site import Site

PROJECT = Path(__file__).resolve().parents[2]
START_WITHIN = 20.0  # seconds
STOP_WITHIN = 10.0


def builds(broken: str) -> tuple[str, ...]:
    """Return what runs as the daemon; `broken` names a build that lacks one mechanism."""
    return ("ctid.lab.broken", broken) if broken else ("ctid.cli",)


class House:
    """Lay out with `House(…)`, then `start()`; `stop()` ends everything it started."""

    def __init__(  # noqa: PLR0913  (whoever sets up a house chooses)
        self,
        tools: Toolbox,
        folder: Path,
        site: Site,
        *,
        prompts: Path,
        http_port: int = 0,
        files: Path = PROJECT,
        broken: str = "",
    ) -> None:
        """`broken` names a build that lacks one mechanism (ctid.lab.broken)."""
        self.folder = folder
        self.broken = broken
        self.build = builds(broken)
        self.site = site
        self.files = files
        phones = tuple(Phone(name=agent.phone, language=agent.language) for agent in site.agents.values())
        agi_port = free_port()
        verbs = dialplan(broken, Sources().dialplan, folder / "dialplan")
        sources = Sources(prompts=prompts, dialplan=verbs)
        plan = Plan(phones=phones, agi_port=agi_port, sources=sources, emergency=site.emergency)
        self.switch = Switch(tools, plan, folder / "asterisk")
        self.outside = Outside(tools, f"127.0.0.1:{plan.ports.sip}", folder / "parties")
        self.http_port = http_port or free_port()
        self.url = f"http://127.0.0.1:{self.http_port}"
        self._daemon: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """The daemon's log."""
        return self.folder / "ctid.log"

    @property
    def database(self) -> Path:
        """The daemon's database."""
        return self.folder / "ctid.db"

    @property
    def phone_secrets(self) -> Path:
        """The passwords of the agents' browsers."""
        return self.folder / "phones.json"

    @property
    def settings_file(self) -> Path:
        """The settings, written down."""
        return self.folder / "ctid.toml"

    @property
    def program(self) -> tuple[str, ...]:
        """What Python is told to run as the daemon."""
        return "-m", *self.build, "run"

    def environment(self, **changes: str) -> dict[str, str]:
        """Return the daemon's environment; `changes` name settings as `switch__ami_port`.

        The code is this checkout's, wherever it is started.
        """
        settings = self.settings()
        ours = {
            f"CTID_{section}__{key}".upper(): str(value)
            for section, values in settings.items()
            for key, value in values.items()
        }
        theirs = {name: value for name, value in os.environ.items() if not name.startswith("CTID_")}
        theirs["PYTHONPATH"] = str(PROJECT)
        named = {f"CTID_{name}".upper(): value for name, value in changes.items()}
        return {**theirs, **({ALLOWED: "1"} if self.broken else {}), **ours, **named}

    def settings(self) -> dict[str, Mapping[str, object]]:
        """Return the daemon's settings, secrets included, by section and name."""
        described = self.switch.describe()
        settings: dict[str, Mapping[str, object]] = {
            **described,
            "switch": {**described["switch"], **self.browser_phones()},
            "http": {"host": "127.0.0.1", "port": self.http_port},
            "store": {"url": f"sqlite+aiosqlite:///{self.database}", "media": self.folder / "media"},
            "recordings": {**described.get("recordings", {}), "folder": self.folder / "recordings"},
            "site": {
                "centre": self.files / "config/centre.yaml",
                "flows": self.files / "ivr",
                "prompts": self.files / "ivr/prompts",
                "laws": self.files / "config/compliance",
            },
            "prompts": {
                "recorded": self.files / "ivr/prompts/recorded",
                "drafts": cache_directory() / "prompts",
            },
        }
        assert set(settings) <= set(Settings.model_fields)
        return settings

    def write_settings(self) -> Path:
        """Write the settings down, for commands that a person gives (CTID_CONFIG); return the file."""
        settings = self.settings()
        settings["switch"] = {**settings["switch"], "control": shlex.join(self.switch.console())}
        self.settings_file.touch(mode=0o600)
        sections = (
            "".join([f"[{section}]\n", *(f"{key} = {_toml(value)}\n" for key, value in values.items())])
            for section, values in settings.items()
        )
        self.settings_file.write_text("\n".join(sections), "utf-8")
        return self.settings_file

    def browser_phones(self) -> Mapping[str, object]:
        """Return the settings by which agents' browsers are phones."""
        url = f"ws://127.0.0.1:{self.switch.plan.ports.http}/ws"
        return {"sip_url": url, "phone_secrets_file": self.phone_secrets}

    # --- its life -----------------------------------------------------------------------------------
    async def start(self) -> None:
        """Start Asterisk, then the daemon; return when calls can be taken."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.outside.folder.mkdir(exist_ok=True)
        self.switch.render()
        await self.switch.start()
        await self.start_daemon()

    def write_phone_secrets(self) -> None:
        """Write down, once, the passwords with which agents' browsers register; the daemon reads them."""
        if self.phone_secrets.exists():
            return
        self.phone_secrets.touch(mode=0o600)
        phones = self.switch.plan.phones
        self.phone_secrets.write_text(json.dumps({phone.name: phone.browser_secret for phone in phones}))

    async def start_daemon(self, *, whole: bool = True, **changes: str) -> None:
        """Start the daemon; `whole` waits until it has seen its switch.

        Raises `Mistaken` (R540) with the daemon's last words.
        """
        self.write_phone_secrets()
        self._daemon = self._launch(changes)
        deadline = time.monotonic() + START_WITHIN
        while time.monotonic() < deadline and self._daemon.poll() is None:
            health = await self.health()
            if health is not None and (health["status"] == "ok" or not whole):
                return
            await asyncio.sleep(0.05)
        words = self.log.read_text(errors="replace").splitlines()[-3:]
        await self.stop_daemon()
        raise Mistaken([_not_started(self.log, " ".join(words))])

    def _launch(self, changes: Mapping[str, str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                with_us([sys.executable, *self.program]),
                cwd=self.files,
                env=self.environment(**changes),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def daemon_pid(self) -> int | None:
        """The daemon's process id while it was not ended."""
        return self._daemon.pid if self._daemon is not None else None

    async def health(self) -> dict[str, Any] | None:
        """Return what the health endpoint says, None while nobody answers there."""
        with suppress(aiohttp.ClientError, TimeoutError, OSError):
            timeout = aiohttp.ClientTimeout(total=2)
            async with (
                aiohttp.ClientSession(timeout=timeout) as http,
                http.get(f"{self.url}/health") as answer,
            ):
                health: dict[str, Any] = await answer.json()
                return health
        return None

    def kill_daemon(self) -> None:
        """Kill the daemon at once (SIGKILL), as a crash would."""
        if self._daemon is not None:
            self._daemon.kill()
            self._daemon.wait()
            self._daemon = None

    async def stop_daemon(self) -> int | None:
        """Ask the daemon to end and return its exit code; kill it if it does not."""
        daemon, self._daemon = self._daemon, None
        if daemon is None:
            return None
        with suppress(ProcessLookupError):
            daemon.send_signal(signal.SIGTERM)
        try:
            return await asyncio.to_thread(daemon.wait, STOP_WITHIN)
        except subprocess.TimeoutExpired:
            daemon.kill()
            return daemon.wait()

    async def stop(self) -> None:
        """End everything."""
        await self.stop_daemon()
        await self.switch.stop()

    # --- its people ---------------------------------------------------------------------------------
    async def command(self, *words: str) -> str:
        """Run a `ctid` command against this centre and return its output; raise `Mistaken` if it fails."""
        code, output, errors = await self._run(*words)
        if code:
            raise Mistaken([_not_started(self.log, errors.strip())])
        return output

    async def _run(self, *words: str) -> tuple[int, str, str]:
        """Run a `ctid` command to its end; return its exit code, its output and its errors."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "ctid.cli",
            *words,
            cwd=self.files,
            env=self.environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        output, errors = await process.communicate()
        assert process.returncode is not None
        return process.returncode, output.decode(), errors.decode(errors="replace")

    async def ticket(self, subject: str, role: str = "agent") -> str:
        """Return a one-time ticket for an agent's id, or for a supervisor."""
        options = ["--supervisor"] if role == "supervisor" else []
        ticket: str = json.loads(await self.command("login", subject, "--json", *options))["ticket"]
        return ticket

    async def page(self, subject: str, role: str = "agent", **how: Any) -> Page:
        """Return a page signed in as `subject`, to be entered."""
        return Page(self.url, await self.ticket(subject, role), **how)


def _toml(value: object) -> str:
    """Write a value as TOML, whose basic strings are JSON's."""
    return str(value) if isinstance(value, int) else json.dumps(str(value), ensure_ascii=False)


def _not_started(log: Path, words: str) -> Mistake:
    return Mistake(
        "R540",
        Place(str(log)),
        Text("the daemon did not start", "守护进程没有启动"),
        Text(words or "it said nothing", words or "没有任何输出"),
        Text(f"read {log}", f"请查看 {log}"),
    )
