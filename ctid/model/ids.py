"""Identities. Each is text that a person may read aloud; the prefix says what it names.

A leg carries the node (which Asterisk) from the first day, so that one ctid may drive many of them.
An interaction takes the id of the leg that opened it and keeps it through every transfer.
"""

from typing import NewType

NodeId = NewType("NodeId", str)
LegId = NewType("LegId", str)
InteractionId = NewType("InteractionId", str)
OfferId = NewType("OfferId", str)
AgentId = NewType("AgentId", str)
QueueName = NewType("QueueName", str)
SkillName = NewType("SkillName", str)
FlowName = NewType("FlowName", str)
CustomerId = NewType("CustomerId", str)

OFFER_PREFIX = "off_"
DIAL_PREFIX = "dial_"  # an agent's own leg of a call that they make
CONSULT_PREFIX = "con_"  # the leg of a party outside whom an agent consults
LEAD_PREFIX = "lead_"
BACK_PREFIX = "back_"  # the leg of a caller who is called back
ATTEMPT_PREFIX = "att_"  # an attempt of a campaign, and the line that dials it
WORD_PREFIX = "word_"  # what somebody said about being called
STANDBY_PREFIX = "stand_"  # an agent's leg that stays up between calls


def leg_id(node: NodeId, switch_id: str) -> LegId:
    """Name a leg of `node` by the identity that its switch gave it (Asterisk's Uniqueid)."""
    return LegId(f"{node}:{switch_id}")


def node_of(leg: LegId) -> NodeId:
    """Return the node a leg lives on."""
    return NodeId(leg.partition(":")[0])


def switch_id(leg: LegId) -> str:
    """Return the part of a leg's name that its own switch knows."""
    return leg.partition(":")[2]


def agent_leg(node: NodeId, offer: OfferId) -> LegId:
    """Name the leg toward an agent's phone; it is known before the phone is rung."""
    return leg_id(node, offer)


def back_leg(node: NodeId, offer: OfferId) -> LegId:
    """Name the leg toward a caller who is called back, after the offer that they are called back for."""
    return leg_id(node, BACK_PREFIX + offer.removeprefix(OFFER_PREFIX))


def offer_of(leg: LegId) -> OfferId | None:
    """Return the offer a leg was originated for, or None if it was not originated for one."""
    name = switch_id(leg)
    return OfferId(name) if name.startswith(OFFER_PREFIX) else None


def lead_id(batch: int, row: int) -> str:
    """Name the lead of a row of an import; leads of one import sort as they stood in the file."""
    return f"{LEAD_PREFIX}{batch}-{row:08d}"
