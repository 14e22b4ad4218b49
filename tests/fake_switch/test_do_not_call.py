"""The do-not-call list, as a person keeps it from the command line."""

from contextlib import AsyncExitStack

import pytest

from ctid.lab.fake_house import FakeHouse
from ctid.model.mistakes import Mistaken

pytestmark = pytest.mark.slow


async def test_a_number_is_listed_once_however_it_is_written_and_outlives_a_daemon_that_is_killed(
    house: FakeHouse, stack: AsyncExitStack
) -> None:
    await house.start_daemon()
    await house.command("do-not-call", "add", "001 (202) 555-0177", "--why", "asked us not to")
    assert "1 on the do-not-call list" in await house.command("do-not-call", "add", "+12025550177")
    house.kill_daemon()
    await house.start_daemon()
    [line] = (await house.command("do-not-call", "list")).splitlines()
    assert line.startswith("+12025550177  ")
    with pytest.raises(Mistaken, match="is not on the do-not-call list"):
        await house.command("do-not-call", "remove", "+12025550188")
    assert "0 on the do-not-call list" in await house.command("do-not-call", "remove", "001 202 555 0177")


async def test_what_is_no_number_is_refused_and_without_a_daemon_it_is_said_so(
    house: FakeHouse, stack: AsyncExitStack
) -> None:
    with pytest.raises(Mistaken, match="R140"):
        await house.command("do-not-call", "list")
    await house.start_daemon()
    with pytest.raises(Mistaken, match="not a telephone number"):
        await house.command("do-not-call", "add", "12")
