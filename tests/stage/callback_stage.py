"""A centre whose queue calls back, and the steps on the way to it."""

from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from ctid.centre.centre import Centre
from ctid.model.callback_effects import Promise
from ctid.model.callbacks import Callback
from ctid.model.commands import SignOn
from ctid.model.effects import Keep, RingAgent
from ctid.model.hours import Calendar, Period
from ctid.model.ids import AgentId, LegId
from ctid.model.reports import KeyPressed, LegAnswered, LegCleared, LegHeld, SwitchSeen
from ctid.model.routing_policy import CallbackInQueue, Dial

AGENT_FIRST = CallbackInQueue("2", retries=1, retry_after=timedelta(minutes=5), expires=timedelta(hours=1))


def configured(stage, policy: CallbackInQueue):
    site = stage.centre.site
    queues = {name: replace(queue, callback=policy) for name, queue in site.queues.items()}
    day = Calendar(ZoneInfo("UTC"), dict.fromkeys(range(1, 8), (Period(time(0), time(12)),)))
    site = replace(site, queues=queues, calendars={"day": day})
    stage.centre = Centre(site, new_offer_id=stage.centre._world.new_offer_id)
    stage.happens(SwitchSeen("sw1", (), {"1001": True, "1002": True}), SignOn("on-1002", AgentId("1002")))
    return stage


@pytest.fixture
def agent_first(stage):
    """A centre whose queue calls back, the agent's phone first; somebody is signed on and not ready."""
    return configured(stage, AGENT_FIRST)


@pytest.fixture
def customer_first(stage):
    return configured(stage, replace(AGENT_FIRST, dial=Dial.CUSTOMER_FIRST))


def asks(stage) -> LegId:
    """A caller waits, presses the key, hears the promise and is gone."""
    leg = stage.waits()
    stage.happens(LegHeld(leg), KeyPressed(leg, "2"))
    assert stage.last(Promise) == Promise(leg, kept=True)
    stage.happens(LegCleared(leg, 16))
    return leg


def wish(stage) -> Callback:
    return [keep.record for keep in stage.all(Keep) if isinstance(keep.record, Callback)][-1]


def rung(stage) -> RingAgent:
    """The agent's phone rings for a place, and is answered."""
    ring = stage.rings()
    stage.happens(LegAnswered(ring.leg))
    return ring
