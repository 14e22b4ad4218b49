"""Who hears the message instead of an agent, and wants no more calls: by an event, by a receipt, by both."""

from datetime import timedelta

import pytest

from ctid.model.attempts import Attempt, AttemptOutcome
from ctid.model.consents import Word
from ctid.model.do_not_call import DoNotCall
from ctid.model.effects import Keep
from ctid.model.ids import LegId
from ctid.model.reports import LegCleared, Receipt, ReceiptRead, Remembered, Sign, SwitchSeen
from dialing_stage import Floor


@pytest.fixture
def floor(stage) -> Floor:
    return Floor(stage)


def kept(floor: Floor, kind: type) -> list:
    return [it.record for it in floor.stage.all(Keep) if isinstance(it.record, kind)]


def hears(floor: Floor) -> Attempt:
    """Somebody answers, and hears the message."""
    [placed] = floor.dials()
    floor.answers(placed)
    floor.told(placed, Sign.MESSAGE)
    return floor.attempt(placed)


def receipt(floor: Floor, attempt: Attempt, said: timedelta) -> ReceiptRead:
    """Return what the switch has written down: that they said so, and when."""
    at = floor.stage.now + said
    return ReceiptRead(f"sw1:{attempt.id}", Receipt("answered", leg=LegId("sw1:9.9"), no_more_at=at))


def dies(floor: Floor, attempt: Attempt) -> None:
    """The daemon is killed; the next one knows what was kept, and finds nobody on the line."""
    floor.starts()
    listed = tuple(kept(floor, DoNotCall))
    floor.stage.happens(
        Remembered((), (), (), attempts=(attempt,), do_not_call=listed), SwitchSeen("sw1", (), {})
    )


def test_who_presses_the_key_stands_on_the_list_and_was_abandoned_all_the_same(floor: Floor) -> None:
    [placed] = floor.dials()
    person = floor.answers(placed)
    floor.told(placed, Sign.MESSAGE, Sign.NO_MORE)
    id, [word] = floor.attempt(placed).id, floor.law.words
    assert (word.number, word.given, word.at) == (placed.number, False, floor.stage.now)
    assert (word.source, word.proof, word.who) == ("key", id, "spring: message")
    assert floor.stage.centre.do_not_call()[placed.number].why == id
    floor.stage.happens(LegCleared(person, 16))
    assert floor.attempt(placed).outcome is AttemptOutcome.ABANDONED


@pytest.mark.parametrize("known", [True, False])  # that they had answered, before the daemon died
def test_what_nobody_heard_stands_in_the_receipt_with_the_time_at_which_it_was_said(
    floor: Floor, known: bool
) -> None:
    attempt = hears(floor) if known else floor.attempt(floor.dials()[0])
    dies(floor, attempt)
    read = receipt(floor, attempt, -timedelta(hours=2))
    floor.stage.happens(read)
    [word] = kept(floor, Word)
    assert (word.at, word.noted_at) == (read.receipt.no_more_at, floor.stage.now)
    assert floor.law.words == [word]


def test_a_switch_whose_clock_is_ahead_puts_no_word_into_the_future(floor: Floor) -> None:
    attempt = hears(floor)
    dies(floor, attempt)
    floor.stage.happens(receipt(floor, attempt, timedelta(hours=2)))
    assert [word.at for word in kept(floor, Word)] == [floor.stage.now]


def test_what_the_event_told_and_the_receipt_says_again_is_one_word(floor: Floor) -> None:
    [placed] = floor.dials()
    floor.answers(placed)
    floor.told(placed, Sign.MESSAGE, Sign.NO_MORE, Sign.NO_MORE)
    attempt = floor.attempt(placed)
    dies(floor, attempt)
    again = receipt(floor, attempt, timedelta())
    floor.stage.happens(again, again)
    assert len(kept(floor, Word)) == len(kept(floor, DoNotCall)) == 1


def test_who_only_listens_has_said_nothing(floor: Floor) -> None:
    attempt = hears(floor)
    dies(floor, attempt)
    floor.stage.happens(ReceiptRead(f"sw1:{attempt.id}", Receipt("answered", leg=attempt.leg)))
    assert not kept(floor, Word)
    assert not floor.stage.centre.do_not_call()
