"""What is sent to whom and when, on a virtual clock: days pass in milliseconds."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from ctid.model.events import EventKind
from ctid.model.reasons import Reason
from ctid.model.webhooks import DeliveryState, EndpointState
from ctid.webhooks.mail import Again, AgainSince, Changed, Removed
from ctid.webhooks.schedule import PATIENCE, SCHEDULE
from ctid.webhooks.tray import CONCURRENCY
from mail_world import START, Answer, MailWorld, endpoint, event

HOUR = timedelta(hours=1)
NO_ANSWER = Answer(None)


def until(at, before=NO_ANSWER):
    return lambda now, delivery: Answer() if now >= START + at else before


def times(world, id="a"):
    return [at for at, delivery in world.sent if delivery.endpoint == id]


def states(world):
    return [each.state for each in sorted(world.kept.values(), key=lambda each: (each.endpoint, each.seq))]


def test_an_event_goes_at_once_to_everyone_who_asked_for_it():
    world = MailWorld()
    world.open(endpoint("a"), endpoint("b", ("call.*",)), endpoint("c", ("agent.changed",)))
    world.publish(event("x"), event(None, EventKind.AGENT_CHANGED), event("x", EventKind.CALL_CLEARED))
    world.run()
    assert (world.seqs("a"), world.seqs("b"), world.seqs("c")) == ([1, 2, 3], [1, 3], [2])
    assert world.now < START + timedelta(seconds=1)
    assert set(world.cursors.values()) == {3}
    assert set(states(world)) == {DeliveryState.DELIVERED}


def test_an_id_is_the_same_for_ever_and_another_for_each_endpoint():
    world = MailWorld({"a": until(HOUR)})
    world.open(endpoint("a"), endpoint("b"))
    world.publish(event("x"))
    world.run()
    ids = {delivery.endpoint: set() for _, delivery in world.sent}
    for _, delivery in world.sent:
        ids[delivery.endpoint].add(delivery.id)
    assert len(world.sent) > 2
    assert all(len(each) == 1 for each in ids.values()) and ids["a"] != ids["b"]


def test_failures_are_repeated_by_the_schedule_and_then_given_up_where_people_can_see_it():
    world = MailWorld({"a": lambda now, delivery: Answer(500, timedelta(0))})
    world.open(endpoint())
    world.publish(event("x"))
    world.run()
    waits = [later - earlier for earlier, later in pairwise(times(world))]
    assert len(waits) == len(SCHEDULE) - 1
    for wait, least in zip(waits, SCHEDULE[1:], strict=True):
        assert least <= wait <= least * 1.1
    (dead,) = world.kept.values()
    assert (dead.state, dead.tries, dead.next_at) == (DeliveryState.DEAD, 10, None)
    assert [each.status for each in dead.attempts] == [500] * 10
    assert timedelta(hours=75) < dead.ended_at - START < PATIENCE


@pytest.mark.parametrize("status", [None, 199, 301, 302, 304, 400, 401, 404, 500, 503])
def test_only_2xx_is_success(status):
    world = MailWorld({"a": until(timedelta(seconds=3), before=Answer(status))})
    world.open(endpoint())
    world.publish(event("x"))
    world.run()
    assert len(world.sent) == 2
    assert world.seqs() == [1]


def test_a_call_keeps_its_order_while_other_calls_and_other_endpoints_go_on():
    def receiver(now, delivery):
        return Answer(500) if delivery.line == "x" and now < START + HOUR else Answer()

    world = MailWorld({"a": receiver})
    world.open(endpoint("a"), endpoint("b"))
    world.publish(*(event(call) for call in "xyxyx"))
    world.run(timedelta(seconds=1))
    assert world.seqs("a") == [2, 4]
    assert sorted(world.seqs("b")) == [1, 2, 3, 4, 5]
    assert {delivery.seq for _, delivery in world.sent if delivery.endpoint == "a"} == {1, 2, 4}
    world.run()
    assert world.seqs("a", "x") == [1, 3, 5]


def test_a_receiver_that_was_away_for_a_day_gets_everything_in_order_soon_after_it_is_back():
    world = MailWorld({"a": until(24 * HOUR)})
    world.open(endpoint())
    for _ in range(24):
        world.publish(*(event(f"{world.now}{n % 5}", at=world.now) for n in range(50)))
        world.run(HOUR)
    world.publish(event("new", at=world.now))
    world.run(timedelta(minutes=5))
    assert sorted(world.seqs()) == list(range(1, 24 * 50 + 2))
    for line in {each.line for each in world.got["a"]}:
        assert world.seqs(line=line) == sorted(world.seqs(line=line))
    assert world.most_flying <= CONCURRENCY


def test_a_slow_receiver_holds_up_nobody_else():
    world = MailWorld({"a": lambda now, delivery: Answer(None, timedelta(seconds=15))})
    world.open(endpoint("a"), endpoint("b"))
    world.publish(*(event(str(n)) for n in range(100)))
    world.run(timedelta(seconds=1))
    assert len(world.seqs("b")) == 100
    assert len(times(world, "a")) == CONCURRENCY


def test_retry_after_keeps_the_whole_endpoint_quiet_and_no_other():
    asked = timedelta(minutes=10)
    throttled = Answer(429, timedelta(0), asked)
    world = MailWorld({"a": lambda now, d: throttled if now == START else Answer(200, timedelta(0))})
    world.open(endpoint("a"), endpoint("b"))
    world.publish(event("x"), event("x"))
    world.run(timedelta(minutes=1))
    world.publish(event("y"))
    world.run()
    assert all(at >= START + asked for at in times(world, "a")[1:])
    assert max(times(world, "b")) <= START + timedelta(minutes=2)
    assert world.seqs("a", "x") == [1, 2]
    assert sorted(world.seqs("a")) == [1, 2, 3]


def test_a_retry_after_that_comes_with_another_status_means_nothing():
    world = MailWorld({"a": until(timedelta(seconds=3), before=Answer(500, asked=HOUR))})
    world.open(endpoint())
    world.publish(event("x"))
    world.run()
    assert world.now < START + timedelta(seconds=10)


def test_410_disables_with_a_reason_and_enabling_goes_on_where_it_stopped():
    world = MailWorld({"a": until(HOUR, before=Answer(410))})
    world.open(endpoint())
    world.publish(event("x"))
    world.run()
    world.publish(event("x"), event("y"))
    world.run()
    gone = world.endpoints["a"]
    assert (gone.state, gone.disabled_because.code) == (EndpointState.DISABLED, "receiver_gone")
    assert gone.disabled_because != Reason("receiver_gone").words()
    assert len(world.sent) == 1
    world.run(100 * HOUR)
    assert len(world.sent) == 1
    world.tell(Changed(replace(gone, state=EndpointState.ACTIVE, disabled_because=None)))
    world.run()
    assert sorted(world.seqs()) == [1, 2, 3]
    assert world.seqs(line="x") == [1, 2]


def test_nothing_is_sent_to_an_endpoint_that_was_removed():
    world = MailWorld({"a": lambda now, delivery: Answer(500)})
    world.open(endpoint())
    world.publish(event("x"))
    world.run(timedelta(seconds=1))
    world.tell(Removed(endpoint().id))
    world.publish(event("y"))
    world.run()
    assert len(world.sent) == 1
    assert world.endpoints == {}


def test_a_dead_delivery_is_sent_again_when_a_person_wants_it():
    world = MailWorld({"a": until(100 * HOUR, before=Answer(500))})
    world.open(endpoint())
    world.publish(event("x"))
    world.run()
    (dead,) = world.kept.values()
    world.now = START + 101 * HOUR
    world.tell(Again(dead))
    world.run()
    assert world.seqs() == [1]
    assert world.kept[dead.id].state is DeliveryState.DELIVERED


def test_everything_since_an_event_is_sent_again_under_the_same_ids():
    world = MailWorld()
    world.open(endpoint("a"), endpoint("b"))
    world.publish(*(event("x") for _ in range(5)))
    world.run()
    world.tell(AgainSince(endpoint("a").id, 2))
    world.run()
    assert world.seqs("a") == [1, 2, 3, 4, 5, 3, 4, 5]
    assert world.seqs("b") == [1, 2, 3, 4, 5]
    assert len({each.id for each in world.got["a"]}) == 5


def test_what_waited_behind_a_dead_one_for_days_gets_one_try():
    world = MailWorld({"a": lambda now, delivery: Answer(500)})
    world.open(endpoint())
    world.publish(*(event("x") for _ in range(4)))
    world.run()
    assert states(world) == [DeliveryState.DEAD] * 4
    assert sorted(each.tries for each in world.kept.values())[:3] != [10, 10, 10]
    assert world.now - START < 3 * PATIENCE


def test_a_full_window_leaves_the_events_in_the_outbox_and_loses_none():
    world = MailWorld({"a": until(2 * HOUR)}, window=400)
    world.open(endpoint("a"), endpoint("b"))
    world.publish(*(event(str(n)) for n in range(2000)))
    world.run(HOUR)
    assert world.room.backlog(endpoint("a").id) <= 400
    assert len(world.seqs("b")) == 2000
    world.run()
    assert sorted(world.seqs("a")) == list(range(1, 2001))


def test_a_restart_repeats_what_it_must_and_loses_nothing():
    world = MailWorld({"a": until(HOUR)})
    world.open(endpoint())
    world.publish(*(event("x") for _ in range(3)), event("y"))
    world.run(timedelta(minutes=3))
    world.restart()
    world.run()
    assert world.seqs(line="x") == [1, 2, 3]
    assert sorted(world.seqs()) == [1, 2, 3, 4]


def test_a_new_endpoint_hears_only_what_happens_from_now_on():
    world = MailWorld()
    world.publish(event("x"), event("x"))
    world.open(endpoint(), cursor=2)
    world.publish(event("x"))
    world.run()
    assert world.seqs() == [3]


def test_a_replay_does_not_double_what_still_waits():
    world = MailWorld({"a": until(HOUR)})
    world.open(endpoint())
    world.publish(event("x"), event("x"))
    world.run(timedelta(minutes=1))
    world.tell(AgainSince(endpoint().id, 0))
    world.run()
    assert world.seqs() == [1, 2]
