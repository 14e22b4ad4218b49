"""A whole centre in a folder as `House` is, but with a fake Asterisk: up within a second, no media."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from ctid.lab.fake_asterisk import FakeAsterisk
from ctid.lab.house import PROJECT, House, builds
from ctid.lab.ports import free_port
from ctid.model.site import Site


class FakeHouse(House):
    """The daemon is the real one, a process of its own; `fake` is what it takes for its Asterisk."""

    def __init__(self, folder: Path, site: Site, *, files: Path = PROJECT, broken: str = "") -> None:
        self.folder = folder
        self.broken = broken
        self.build = builds(broken)
        self.site = site
        self.files = files
        self.fake = FakeAsterisk((agent.phone for agent in site.agents.values()), free_port())
        self.switch = self.fake  # type: ignore[assignment]  # describe, start and stop are all that is asked
        self.http_port = free_port()
        self.url = f"http://127.0.0.1:{self.http_port}"
        self._daemon: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start the switch and the daemon; return when calls can be taken."""
        await self.fake.start()
        await self.start_daemon()

    def write_phone_secrets(self) -> None:
        """Write nothing: no browser registers here."""

    def environment(self, **changes: str) -> dict[str, str]:
        """Return the daemon's environment; the spool is the house's own, though nobody leaves a message."""
        return super().environment(**{"switch__spool": str(self.folder / "spool"), **changes})

    def browser_phones(self) -> Mapping[str, object]:
        """A fake switch carries no media: there are desk phones only."""
        return {}
