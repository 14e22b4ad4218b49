"""A daemon that dies in the very step: no number is dialled twice, and what became of each is known.

`script/bench dialer_wire` kills it at moments of chance, and Asterisk too, and far more often.
"""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ctid.lab.tree import find_or_fetch
from ctid.model.attempts import AttemptOutcome

pytestmark = pytest.mark.asterisk

NUMBERS = ["+12001000010", "+12001000101", "+12001000212", "+12001000303"]
KILLED = 137
CAME = {
    "before": dict.fromkeys(NUMBERS, AttemptOutcome.NOT_DIALLED),
    "after": {
        "+12001000010": AttemptOutcome.BUSY,
        "+12001000101": AttemptOutcome.ABANDONED,
        "+12001000212": AttemptOutcome.INVALID,
        "+12001000303": AttemptOutcome.NO_ANSWER,
    },
}


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_daemon_killed_right_after_it_has_written_or_sent_attempts_dials_none_twice(
    when: str,
) -> None:
    from dialer_wire import judge, sitting  # noqa: PLC0415  (bench/ is found when the tests run)

    with TemporaryDirectory(prefix="ctid-") as name:
        Path(name).chmod(0o711)
        async with sitting(find_or_fetch(print), Path(name), NUMBERS, agents=0) as it:
            await it.launch(crash_at=f"{when} Originate is sent")
            assert await it.over(30, code=KILLED)
            assert {attempt.outcome for attempt in it.attempts()} == {None}
            await it.launch()
            assert await it.over(90)
            _, found = judge(it)
            assert found == []
            assert {attempt.number: attempt.outcome for attempt in it.attempts()} == CAME[when]
            rung = Counter(story.called for story in it.town.stories)
            assert rung == (Counter(NUMBERS) if when == "after" else Counter())
