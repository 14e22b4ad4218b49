"""Where customers are called before an agent is: they are called in the order in which the router serves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from callback_stage import configured
from ctid.model.effects import CallBack
from ctid.model.ids import QueueName
from ctid.model.languages import Language
from ctid.model.reports import IvrLeft, KeyPressed, LegCleared, LegHeld, QueueAsked
from ctid.model.routing_policy import CallbackInQueue, Dial, RoutingPolicy

WISH = CallbackInQueue("2", Dial.CUSTOMER_FIRST, expires=timedelta(hours=4))
HOUR = timedelta(hours=1)


def asks(stage, number: str, priority: int) -> None:
    leg = stage.arrives()
    call = stage.centre._world.caller(leg)
    call.record = replace(call.record, number=number)
    stage.happens(QueueAsked(leg, QueueName("support"), {}, priority, Language.EN), IvrLeft(leg, "wait"))
    stage.happens(LegHeld(leg), KeyPressed(leg, "2"), LegCleared(leg, 16))


@pytest.mark.parametrize(
    ("policy", "called"),
    [
        (RoutingPolicy(), "early"),  # a minute for a point, and the later came two minutes later
        (RoutingPolicy(strict=True, never_wait_longer_than=HOUR), "late"),
        (RoutingPolicy(priority_is_worth=HOUR), "late"),
        (RoutingPolicy(priority_is_worth=HOUR, never_wait_longer_than=timedelta(minutes=3)), "early"),
    ],
    ids=["aged", "strict", "head start", "capped"],
)
def test_the_customer_whom_the_router_would_serve_first_is_called_first(stage, policy, called) -> None:
    stage.centre._world.site = replace(stage.centre.site, routing=policy)
    configured(stage, WISH)
    asks(stage, "+12025550101", 0)
    stage.passes(120)
    asks(stage, "+12025550102", 1)
    stage.passes(90)
    stage.ready("1001")
    assert stage.last(CallBack).number == {"early": "+12025550101", "late": "+12025550102"}[called]
