"""A small centre with three channels: a voice call excludes chats; e-mails may lie beside anything."""

from dataclasses import replace
from datetime import timedelta

from ctid.model.ids import AgentId, QueueName, SkillName
from ctid.model.mistakes import Text
from ctid.model.overflow import Overflow, ToQueue, Waited
from ctid.model.routing_policy import Preferred, Rona, RoutingPolicy
from ctid.model.site import Agent, Disposition, NotReadyReason, Queue, Site

SUPPORT = SkillName("support")
HELP, MORE = QueueName("support"), QueueName("more")
CAPACITY = {"voice": 1, "chat": 2, "email": 3}
POLICY = RoutingPolicy(
    beside={
        "voice": frozenset({"email"}),
        "chat": frozenset({"email"}),
        "email": frozenset({"voice", "chat"}),
    }
)
QUEUE = Queue(
    HELP,
    Text("Support", "客服"),
    {SUPPORT: 1},
    ring=timedelta(seconds=20),
    wrap_up=timedelta(seconds=30),
    rona=Rona(not_ready_after=3),
    preferred={Preferred.LAST_AGENT: timedelta(seconds=60)},
)
SITE = Site(
    name=Text("Test", "测试"),
    region="US",
    agents={
        AgentId(id): Agent(AgentId(id), f"Agent {id}", id, {SUPPORT: 3}, capacity=CAPACITY)
        for id in ("1001", "1002")
    },
    queues={HELP: QUEUE, MORE: replace(QUEUE, name=MORE, title=Text("More", "更多"))},
    skills=(SUPPORT,),
    numbers={},
    dispositions={"resolved": Disposition("resolved", Text("Resolved", "已解决"))},
    not_ready_reasons={"lunch": NotReadyReason("lunch", Text("Lunch", "午餐"))},
    routing=POLICY,
)


def with_rules(site: Site = SITE, **rules: object) -> Site:
    """The site with other rules of its first queue."""
    return replace(site, queues={**site.queues, HELP: replace(site.queues[HELP], **rules)})


OVERFLOWS = (Overflow(Waited(timedelta(minutes=5)), ToQueue(MORE)),)
