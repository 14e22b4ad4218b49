"""A private Asterisk: a run directory and one process, started, asked, killed and started again.

It runs in the foreground as our child and dies with us (setpriv --pdeathsig), so that no test and no crashed
demo leaves one behind. Start it from a thread that lives as long as the switch is to live: the kernel counts
the death of the thread that started it. It is all done with plain `subprocess`, so any event loop will do.
"""

import asyncio
import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

from ctid.lab.layout import lay_out
from ctid.lab.plan import Plan
from ctid.lab.tree import Toolbox
from ctid.lab.trouble import trouble
from ctid.lab.user import User, choose_user
from ctid.model.mistakes import Mistaken

_START_S = 30.0
_STOP_S = 5.0
_CLI_S = 30.0
_LOOK_S = 0.05
_GREETING = b"Asterisk Call Manager/"


class Switch:
    """One Asterisk. `async with Switch(…)` lays it out, starts it and stops it."""

    def __init__(self, tools: Toolbox, plan: Plan, run: Path) -> None:
        self.plan = plan
        self.run = run.absolute()
        self._tools = tools
        self._user = choose_user()
        self._process: subprocess.Popen[bytes] | None = None

    async def __aenter__(self) -> Self:
        self.render()
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    # --- what it is -----------------------------------------------------------------------------
    @property
    def user(self) -> User:
        """Whom Asterisk runs as."""
        return self._user

    @property
    def pid(self) -> int | None:
        """Asterisk's process id while it runs."""
        alive = self._process is not None and self._process.poll() is None
        return self._process.pid if alive and self._process else None

    @property
    def log(self) -> Path:
        """Asterisk's own log: notices, warnings, errors."""
        return self.run / "log/messages.log"

    @property
    def cel_file(self) -> Path:
        """The record of what every leg did (CSV)."""
        return self.run / "log/cel-custom/Master.csv"

    def describe(self) -> dict[str, dict[str, str | int]]:
        """Say what the daemon's settings need to know, secrets included, by section and name."""
        switch: dict[str, str | int] = {
            "host": "127.0.0.1",
            "ami_port": self.plan.ports.ami,
            "events_user": "events",
            "events_secret": self.plan.events_secret,
            "actions_user": "actions",
            "actions_secret": self.plan.actions_secret,
            "cel_file": str(self.cel_file),
            "spool": str(self.run / "spool"),
            "sounds": str(self.run / "data/sounds"),
        }
        recordings: dict[str, str | int] = {"spool": str(self.run / "spool/monitor/ctid")}
        agi: dict[str, str | int] = {"host": "127.0.0.1", "port": self.plan.agi_port}
        return {"switch": switch, "agi": agi, "recordings": recordings}

    def console(self) -> list[str]:
        """Return the words before a command of its console, as `switch.control` takes them."""
        return self._argv("-rx")

    # --- its life -------------------------------------------------------------------------------
    def render(self) -> None:
        """Lay the run directory out; raise `Mistaken` (R51x, R52x)."""
        lay_out(self.run, self.plan, self._tools, self._user)

    async def start(self) -> None:
        """Start Asterisk, unless it runs, and wait until it takes calls; raise `Mistaken` (R523)."""
        if self.pid is not None:
            return
        self._process = self._launch()
        try:
            async with asyncio.timeout(_START_S):
                await self._greeted(self._process)
                await self.cli("core waitfullybooted")
        except (Mistaken, TimeoutError):
            self.kill()
            raise trouble("R523", str(self.run), why=self._last_errors(), log=self.log) from None
        except asyncio.CancelledError:
            self.kill()
            raise

    async def stop(self) -> None:
        """End Asterisk: asked first, then killed, for with calls up it would stay. Nothing is left."""
        if self._process is not None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(self._process.wait, _STOP_S)
        self.kill()

    def kill(self) -> None:
        """Kill Asterisk and its AGI scripts at once, as a crash would."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    async def restart(self) -> None:
        """Stop and start again in the same run directory, with the same ports and secrets."""
        await self.stop()
        await self.start()

    async def cli(self, command: str) -> str:
        """Ask over the control socket; raise `Mistaken` (R524) when Asterisk is deaf or knows no such."""
        try:
            done = await asyncio.to_thread(self._ask, command)
        except subprocess.TimeoutExpired:
            raise self._deaf(command, f"> {_CLI_S:.0f} s") from None
        if done.returncode or done.stdout.startswith("No such command"):
            raise self._deaf(command, done.stderr.strip() or done.stdout.strip())
        return done.stdout

    # --- how ------------------------------------------------------------------------------------
    def _launch(self) -> subprocess.Popen[bytes]:
        with (self.run / "log/output.txt").open("ab") as output:
            return subprocess.Popen(
                self._argv("-f"),
                env=self._environment(),
                cwd=self.run,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                umask=0o077,
            )

    def _argv(self, *args: str) -> list[str]:
        configuration = str(self.run / "etc/asterisk.conf")
        return [*self._user.prefix(), *self._tools.argv("asterisk", "-C", configuration, *args)]

    def _environment(self) -> Mapping[str, str]:
        """Give Asterisk and its AGI scripts no more of ours than they need."""
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.run),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(self.run / "agi-bin/lib"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    async def _greeted(self, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:
            with suppress(ConnectionError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.plan.ports.ami)
                greeting = await reader.readline()
                writer.close()
                await writer.wait_closed()
                if greeting.startswith(_GREETING):
                    return
            await asyncio.sleep(_LOOK_S)
        raise TimeoutError

    def _ask(self, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.console(), command],
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_CLI_S,
            check=False,
        )

    def _deaf(self, command: str, why: str) -> Mistaken:
        return trouble("R524", str(self.run), command=command, why=why, log=self.log)

    def _last_errors(self) -> str:
        told = [path for path in (self.log, self.run / "log/output.txt") if path.exists()]
        lines = [line for path in told for line in path.read_text(errors="replace").splitlines()]
        errors = [line for line in lines if "ERROR" in line] or lines
        return " | ".join(errors[-3:]) if errors else f"silent for {_START_S:.0f} s"
