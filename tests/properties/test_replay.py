"""Whatever a day was like: recorded and played again, every decision is the same one."""

import json
import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.centre.rules import Tick
from ctid.model.effects import Keep
from ctid.model.ids import OfferId
from ctid.model.interactions import OfferRecord
from ctid.runtime.masking import Mask
from ctid.runtime.replay import replay
from ctid.sim.day import Day
from ctid.sim.models import one_queue
from ctid.sim.plan import Agents, Callers, Faults, Plan, Span
from ctid.store.inputs import first_line, line_of

RATES = st.sampled_from([0.0, 0.05, 0.3])

plans = st.builds(
    Plan,
    site=st.integers(1, 5).map(one_queue),
    hours=st.just(0.3),
    callers=st.builds(
        Callers, calls=st.sampled_from([10, 40]), patience=st.sampled_from([Span(20.0, None), Span(300.0)])
    ),
    agents=st.builds(Agents, misses=RATES, rejects=RATES, phone_losses=st.sampled_from([0.0, 4.0])),
    faults=st.builds(
        Faults, lost=RATES, twice=RATES, late=RATES, swapped=RATES, outages=st.sampled_from([0.0, 6.0])
    ),
)


def recorded(plan: Plan, seed: int) -> list[str]:
    """Play a day as the daemon does, with an instant passing between any two inputs, and record it."""
    lines = [first_line(plan.start, {}).text]
    drawn: set[OfferId] = set()

    def watch(now, item, said) -> None:
        kept = [one.record for one in said if isinstance(one, Keep)]
        ids = dict.fromkeys(record.id for record in kept if isinstance(record, OfferRecord))
        new = [id for id in ids if id not in drawn]
        drawn.update(new)
        if not isinstance(item, Tick) or said:
            lines.append(line_of(now, None if isinstance(item, Tick) else item, new, said).text)
        idle = day.centre.handle(Tick(), now=now + timedelta(microseconds=1))
        assert idle == []

    day = Day(plan, random.Random(seed), watch=watch)
    day.play()
    return lines


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(plan=plans, seed=st.integers(0, 2**32))
def test_a_recorded_day_replays_to_the_same_decisions(plan: Plan, seed: int) -> None:
    lines = recorded(plan, seed)
    done = replay(lines, lambda _: plan.site)
    assert done.difference is None
    assert (done.runs, done.inputs) == (1, len(lines) - 1)


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(plan=plans, seed=st.integers(0, 2**32), secret=st.binary(min_size=1, max_size=16))
def test_a_masked_day_replays_too(plan: Plan, seed: int, secret: bytes) -> None:
    mask = Mask(secret, plan.site)
    lines = [json.dumps(mask(json.loads(line))) for line in recorded(plan, seed)]
    assert replay(lines, lambda _: plan.site).difference is None


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32), data=st.data())
def test_a_decision_that_is_changed_is_found_in_its_line(seed: int, data: st.DataObject) -> None:
    plan = Plan(site=one_queue(2), hours=0.3, callers=Callers(calls=20))
    lines = recorded(plan, seed)
    telling = [n for n, line in enumerate(lines) if json.loads(line).get("out")]
    number = data.draw(st.sampled_from(telling))
    line = json.loads(lines[number])
    line["out"].pop()
    lines[number] = json.dumps(line)
    found = replay(lines, lambda _: plan.site).difference
    assert found is not None and found.line == number + 1
    assert found.then is None and found.now is not None
