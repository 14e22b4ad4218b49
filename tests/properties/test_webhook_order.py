"""However receivers behave and whenever we crash: order per call, nothing lost, nothing after disabling."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.model.reasons import Reason
from ctid.model.webhooks import DeliveryState, EndpointState
from ctid.webhooks.mail import AgainSince, Changed
from mail_world import START, Answer, MailWorld, endpoint, event

WELL_AFTER = timedelta(hours=6)

answers = st.builds(
    Answer,
    st.sampled_from([200, 204, 302, 404, 429, 500, 503, None]),
    st.sampled_from([0, 5, 300, 15_000]).map(lambda ms: timedelta(milliseconds=ms)),
    st.one_of(st.none(), st.integers(0, 3600).map(lambda s: timedelta(seconds=s))),
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("call"), st.sampled_from("xyz")),
        st.tuples(st.just("pass"), st.sampled_from([0, 1, 7, 400, 3600])),
        st.tuples(st.just("crash"), st.none()),
    ),
    max_size=40,
)


def moody(moods, healed_at):
    """A receiver that answers as drawn, in turn, until it is healed."""
    turn = iter(moods * 1000)

    def receive(now, delivery):
        return Answer() if now >= START + healed_at or not moods else next(turn)

    return receive


def play(world, script):
    for what, value in script:
        match what:
            case "call":
                world.publish(event(value, at=world.now))
            case "pass":
                world.run(timedelta(seconds=value))
            case "crash":
                world.restart()


def firsts(deliveries):
    """Each delivery as a receiver that drops repeated ids sees it."""
    return list({each.id: each for each in deliveries}.values())


@settings(max_examples=150, deadline=None)
@given(st.lists(answers, max_size=12), st.lists(answers, max_size=12), steps, st.integers(0, 9))
def test_every_event_arrives_in_the_order_of_its_call(moods_a, moods_b, script, seed):
    world = MailWorld(
        {"a": moody(moods_a, WELL_AFTER), "b": moody(moods_b, WELL_AFTER)}, seed=seed, window=230
    )
    world.open(endpoint("a"), endpoint("b", ("call.*",)))
    play(world, script)
    world.run()
    for id in "ab":
        per_call = defaultdict(list)
        for each in firsts(world.got.get(id, [])):
            per_call[each.line].append(each.seq)
        assert all(seqs == sorted(seqs) for seqs in per_call.values())
        assert sorted(seq for seqs in per_call.values() for seq in seqs) == [
            each.seq for each in world.outbox
        ]
    assert all(each.state is DeliveryState.DELIVERED for each in world.kept.values())
    assert world.most_flying <= 8


@settings(max_examples=100, deadline=None)
@given(st.lists(answers, max_size=8), steps, steps)
def test_a_disabled_endpoint_gets_nothing_until_it_is_enabled_and_then_all(moods, before, after):
    world = MailWorld({"a": moody(moods, WELL_AFTER)})
    world.open(endpoint())
    play(world, before)
    off = replace(
        world.endpoints["a"], state=EndpointState.DISABLED, disabled_because=Reason("asked", {"by": "x"})
    )
    world.tell(Changed(off))
    sent = len(world.sent)
    play(world, after)
    world.run()
    assert len(world.sent) == sent
    world.tell(Changed(replace(off, state=EndpointState.ACTIVE, disabled_because=None)))
    world.run()
    assert {each.seq for each in world.got.get("a", [])} == {each.seq for each in world.outbox}


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(st.lists(answers, max_size=8), steps, st.integers(0, 40), steps)
def test_a_replay_repeats_ids_and_loses_none(moods, before, since, after):
    world = MailWorld({"a": moody(moods, WELL_AFTER)})
    world.open(endpoint())
    play(world, before)
    mark = len(world.got.get("a", []))
    cursor = world.cursors["a"]
    waiting = {each.seq for each in world.kept.values() if each.state is DeliveryState.WAITING}
    world.tell(AgainSince(endpoint().id, since))
    play(world, after)
    world.run()
    again = {each.seq for each in world.got.get("a", [])[mark:]}
    assert set(range(since + 1, cursor + 1)) - waiting <= again
    assert len({each.id for each in world.got.get("a", [])}) == len(world.outbox)


@settings(max_examples=50, deadline=None)
@given(st.lists(answers, max_size=8), steps)
def test_the_same_seed_decides_the_same(moods, script):
    worlds = [MailWorld({"a": moody(moods, WELL_AFTER)}) for _ in range(2)]
    for world in worlds:
        world.open(endpoint())
        play(world, script)
        world.run()
    assert worlds[0].sent == worlds[1].sent
