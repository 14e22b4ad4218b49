"""What is due when: as if all were looked at every time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ctid.centre.schedule import Schedule

START = datetime(2026, 11, 22, 9, tzinfo=UTC)
moments = st.integers(0, 9).map(lambda seconds: START + timedelta(seconds=seconds))
puts = st.tuples(st.sampled_from("abcd"), st.none() | moments)


@given(st.lists(puts | moments))
def test_the_soonest_comes_first_and_what_is_put_anew_or_taken_back_comes_once_or_never(story) -> None:
    schedule, plain = Schedule[str](), dict[str, datetime]()
    for what in story:
        if isinstance(what, datetime):
            due = sorted((at, thing) for thing, at in plain.items() if at <= what)
            assert list(schedule.take(what)) == [thing for _, thing in due]
            plain = {thing: at for thing, at in plain.items() if at > what}
        else:
            thing, at = what
            schedule.put(thing, at)
            plain.pop(thing, None)
            plain |= {thing: at} if at is not None else {}
        assert schedule.next() == min(plain.values(), default=None)


def test_what_is_put_off_is_due_no_sooner_and_the_later_stays() -> None:
    schedule = Schedule[str]()
    for thing, seconds in (("early", 1), ("late", 9)):
        schedule.put(thing, START + timedelta(seconds=seconds))
    schedule.put_off(START + timedelta(seconds=5))
    assert list(schedule.take(START + timedelta(seconds=4))) == []
    assert list(schedule.take(START + timedelta(seconds=5))) == ["early"]
    assert schedule.next() == START + timedelta(seconds=9)
