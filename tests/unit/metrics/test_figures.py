"""What a day achieved, by hand: every definition once."""

from datetime import UTC, datetime, timedelta

import pytest

from ctid.metrics.figures import Window, figures
from ctid.model.ids import AgentId, InteractionId, QueueName
from ctid.model.interactions import Interaction, Outcome, Segment, SegmentKind

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
END = START + timedelta(hours=1)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def answered(
    entered: float, waits: float, *, talk: float = 60, acw: float = 20, queue: str = "a"
) -> Interaction:
    joined = entered + waits
    return Interaction(
        InteractionId(f"n:{entered}"), "", "", at(entered - 5), agent=AgentId("1"), answered_at=at(joined),
        ended_at=at(joined + talk), outcome=Outcome.ANSWERED,
        segments=(
            Segment(SegmentKind.QUEUE, at(entered), at(joined), queue=QueueName(queue)),
            Segment(SegmentKind.TALK, at(joined), at(joined + talk)),
            Segment(SegmentKind.ACW, at(joined + talk), at(joined + talk + acw)),
        ),
    )  # fmt: skip


def abandoned(entered: float, waits: float) -> Interaction:
    left = at(entered + waits)
    return Interaction(
        InteractionId(f"n:{entered}"), "", "", at(entered), ended_at=left, outcome=Outcome.ABANDONED_IN_QUEUE,
        segments=(Segment(SegmentKind.QUEUE, at(entered), left, queue=QueueName("a")),),
    )  # fmt: skip


DAY = [answered(0, 10), answered(100, 30, queue="b"), abandoned(200, 2), abandoned(300, 50)]


def test_every_abandon_counts_against_the_service_level() -> None:
    it = figures(DAY, Window(START, END))
    assert (it.offered, it.answered, it.abandoned, it.short_abandons) == (4, 2, 2, 0)
    assert (it.service_level, it.abandonment) == (1 / 4, 2 / 4)
    assert (it.asa, it.aht, it.max_wait) == (20, 80, 50)


def test_a_short_abandon_is_left_out_of_both_sides() -> None:
    it = figures(DAY, Window(START, END, short_abandon=timedelta(seconds=5)))
    assert (it.offered, it.short_abandons) == (4, 1)
    assert (it.service_level, it.abandonment) == pytest.approx((1 / 3, 1 / 3))


def test_a_window_counts_who_entered_within_it_and_the_work_done_within_it() -> None:
    it = figures(DAY, Window(at(40), at(150)), staffed=timedelta(seconds=110))
    assert (it.offered, it.answered) == (1, 1)
    # of the first talk 30 s and its wrap-up 20 s lie within; of the second talk 20 s
    assert it.occupancy == pytest.approx(70 / 110)


def test_a_queue_counts_who_waited_there_first() -> None:
    assert figures(DAY, Window(START, END), queue=QueueName("b")).asa == 30


def test_a_day_without_calls_has_no_figures() -> None:
    it = figures([], Window(START, END))
    assert (it.offered, it.service_level, it.asa, it.max_wait, it.occupancy) == (0, None, None, None, None)
