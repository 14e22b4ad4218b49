"""What the people of a town call: one queue, and two agents who serve it."""

from datetime import timedelta

from callback_town import QUEUE
from ctid.model.ids import AgentId, FlowName, SkillName
from ctid.model.mistakes import Text
from ctid.model.site import Agent, NotReadyReason, Outbound, Queue, Site

SUPPORT = SkillName("support")
SITE = Site(
    name=Text("Test", "测试"),
    region="US",
    agents={AgentId(id): Agent(AgentId(id), id, id, {SUPPORT: 3}) for id in ("1001", "1002")},
    queues={
        QUEUE: Queue(
            QUEUE, Text("Support", "客服"), {SUPPORT: 1}, timedelta(seconds=12), timedelta(seconds=30)
        )
    },
    skills=(SUPPORT,),
    numbers={"4001": FlowName("main")},
    not_ready_reasons={"lunch": NotReadyReason("lunch", Text("Lunch", "午餐"))},
    outbound=Outbound(("+1202",), "+12025550000"),
)
