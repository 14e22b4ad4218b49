"""A real Asterisk with a dialplan and nothing else: no phones, no daemon."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ctid.lab.plan import Plan, Sources
from ctid.lab.switch import Switch
from ctid.lab.tree import Toolbox


@contextmanager
def bare_switch(tools: Toolbox, dialplan: str) -> Iterator[Switch]:
    """Run one whose dialplan is this text."""
    with TemporaryDirectory(prefix="ctid-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # Asterisk's user passes through
        (folder / "sources").mkdir()
        (folder / "sources/drill.conf").write_text(dialplan)
        sources = Sources(dialplan=folder / "sources", agi_scripts=folder / "sources")
        switch = Switch(tools, Plan(phones=(), agi_port=1, sources=sources), folder / "run")
        switch.render()
        asyncio.run(switch.start())
        try:
            yield switch
        finally:
            asyncio.run(switch.stop())
