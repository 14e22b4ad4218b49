"""A daemon that dies in the very step: no number is dialled twice, and what became of each is known.

`script/bench dialer_wire` kills it at moments of chance, and Asterisk too, and far more often.
"""

from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from campaign_house import attempts, comes_true, ended, imports
from ctid.lab.tree import Toolbox
from ctid.model.attempts import AttemptOutcome
from ctid.model.mistakes import Mistaken

pytestmark = pytest.mark.asterisk

CAME = {
    "+12025550010": AttemptOutcome.BUSY,
    "+12025550101": AttemptOutcome.ABANDONED,
    "+12025550212": AttemptOutcome.INVALID,
    "+12025550309": AttemptOutcome.NO_ANSWER,
}
AGENTLESS = {"mode": "agentless", "flow": "survey", "queue": None, "message": None, "ratio": None}


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_daemon_killed_right_after_it_has_written_or_sent_attempts_dials_none_twice(
    tools: Toolbox, folder: Path, when: str
) -> None:
    from dialer_hall import Drill, hall, read_ledgers  # noqa: PLC0415  (bench/ is found when the tests run)
    from dialer_judge import lacks  # noqa: PLC0415
    from dialer_people import TOWN  # noqa: PLC0415

    async with hall(tools, folder, Drill(TOWN, campaign=AGENTLESS, agents=1)) as it:
        await imports(it, CAME)
        await it.start_daemon(crash_at=f"{when} Originate is sent")
        with suppress(Mistaken):  # it may be dead before it answers
            await it.command("campaign", "start", "renewals")
        await comes_true(lambda: it.has_died)
        assert [row["outcome"] for row in attempts(it)] == [None] * len(CAME)
        await it.start_daemon()
        await ended(it, len(CAME), within=90)
        assert [lack for attempt in read_ledgers(it).attempts for lack in lacks(attempt)] == []
        came = {row["number"]: row["outcome"] for row in attempts(it)}
        rung = Counter(story.called for story in it.town.stories)
        if when == "before":
            assert (came, rung) == (dict.fromkeys(CAME, AttemptOutcome.NOT_DIALLED), Counter())
        else:
            assert (came, rung) == (CAME, Counter(CAME.keys()))
