"""A whole centre for each test: its own Asterisk, its own daemon, and people who call and answer.

Afterwards the judge compares what the outside parties saw with the call log and with Asterisk's own
records, and nothing may be left: no channel, no process. A conftest.py imports the fixtures it needs.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ctid.config.sections import SiteFiles
from ctid.lab.tree import Toolbox, cache_directory, find_or_fetch
from ctid.prompts.render import render_prompts
from ctid.runtime.sources import Sources, read_sources
from leaks import held_by, nothing_left
from live_centre import Centre, the_judge_agrees
from quick_house import QuickHouse


@pytest.fixture(scope="session")
def tools() -> Toolbox:
    """The telephone programs; without them these tests fail, they are never skipped."""
    return find_or_fetch(print)


@pytest.fixture(scope="session")
def sources() -> Sources:
    return read_sources(SiteFiles())


@pytest.fixture(scope="session")
def prompts(tools: Toolbox, sources: Sources) -> Path:
    return render_prompts(tools, sources.texts, cache_directory() / "prompts")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that Asterisk's user may enter and whose name is short enough for a socket."""
    with TemporaryDirectory(prefix="ctid-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture
async def house(tools: Toolbox, folder: Path, sources: Sources, prompts: Path) -> AsyncIterator[QuickHouse]:
    """A house laid out and not yet started; afterwards all that was started in it is ended."""
    house = QuickHouse(tools, folder, sources.site, prompts=prompts)
    house.outside.folder.mkdir()
    house.write_phone_secrets()
    house.switch.render()
    yield house
    await house.stop_daemon()
    house.switch.kill()  # it would take a second to unload its modules


@pytest.fixture
async def centre(house: QuickHouse) -> AsyncIterator[Centre]:
    """A centre that is up; afterwards everything is judged and ended, and nothing may be left behind."""
    await house.seed()
    await house.start()
    before = await held_by(house)
    async with AsyncExitStack() as stack:
        yield (it := Centre(house, stack, house.site))
        await the_judge_agrees(it)
    await nothing_left(house, before)


@asynccontextmanager
async def changed_centre(house: QuickHouse, line: str, *lines: str) -> AsyncIterator[Centre]:
    """Run a centre whose centre.yaml has other lines in place of one."""
    files = house.folder / "site"
    (files / "config").mkdir(parents=True)
    (files / "ivr").symlink_to(house.files / "ivr")
    site = (house.files / "config/centre.yaml").read_text()
    assert f"{line}\n" in site
    changed = site.replace(f"{line}\n", "".join(f"{other}\n" for other in lines), 1)
    (files / "config/centre.yaml").write_text(changed)
    async with AsyncExitStack() as stack:
        await house.seed()
        await house.switch.start()
        await house.start_daemon(site__centre=str(files / "config/centre.yaml"))
        yield (it := Centre(house, stack, house.site))
        await the_judge_agrees(it)
