"""What becomes of work of channels other than voice."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ctid.model.commands.messages import Asker
from ctid.model.ids import AgentId, CustomerId, InteractionId, QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.routing_policy import Preferred


@dataclass(frozen=True, slots=True)
class BringItem:
    """A program brings an item to a queue; one that is known already is no second item.

    `known` are the agents whom `customer` has already. Without `priority` it has the queue's. If it
    `must_be_open`, it is refused while the queue is closed or nobody is on duty; else it waits for them.
    """

    id: str
    item: InteractionId
    channel: str
    queue: QueueName
    title: str
    address: str = ""
    customer: CustomerId | None = None
    known: Mapping[Preferred, AgentId] = field(default_factory=dict)
    language: Language = Language.EN
    priority: int = 0
    must_be_open: bool = False
    skills: Mapping[SkillName, int] = field(default_factory=dict)
    url: str = ""
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class AcceptItem:
    """The agent takes the item that is offered to them."""

    id: str
    item: InteractionId
    agent: AgentId


@dataclass(frozen=True, slots=True)
class DeclineItem:
    """The agent does not take the item that is offered to them."""

    id: str
    item: InteractionId
    agent: AgentId


@dataclass(frozen=True, slots=True)
class FinishItem:
    """The work is done, with a result (`code`) or, for now, without: then wrap-up begins.

    An agent finishes what is theirs, whoever else may do it at all finishes anybody's.
    """

    id: str
    item: InteractionId
    by: Asker
    code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawItem:
    """Whoever brought the item takes it back: the customer has left, or it was answered elsewhere."""

    id: str
    item: InteractionId
    by: str


ItemCommand = BringItem | AcceptItem | DeclineItem | FinishItem | WithdrawItem
"""What is answered once it is written down: nothing but the database remembers an item."""
