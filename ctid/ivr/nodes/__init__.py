"""The kinds of node: one file each, and one line in this table.

A kind is what reads it from a flow file (its node's class says how it runs) and whether it goes on at
`next`, which stands beside the kind's own key:

    ask_order:
      collect: {…}                    # the kind, and what it needs
      next: to_agent                  # only for kinds that go on
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ctid.ivr.entry import Entry
from ctid.ivr.flow import FlowNode
from ctid.ivr.nodes.assign import read_assign
from ctid.ivr.nodes.collect import read_collect
from ctid.ivr.nodes.ending import read_ending
from ctid.ivr.nodes.language import read_language
from ctid.ivr.nodes.menu import read_menu
from ctid.ivr.nodes.queue import read_queue
from ctid.ivr.nodes.say import read_say
from ctid.ivr.nodes.schedule import read_schedule
from ctid.ivr.nodes.switch import read_switch


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of node is read, and whether it takes `next`."""

    read: Callable[[Entry], FlowNode]
    goes_on: bool


KINDS: Mapping[str, Kind] = {
    "menu": Kind(read_menu, goes_on=False),
    "language": Kind(read_language, goes_on=True),
    "collect": Kind(read_collect, goes_on=True),
    "say": Kind(read_say, goes_on=True),
    "set": Kind(read_assign, goes_on=True),
    "switch": Kind(read_switch, goes_on=False),
    "schedule": Kind(read_schedule, goes_on=False),
    "queue": Kind(read_queue, goes_on=False),
    "voicemail": Kind(read_ending, goes_on=False),
    "callback": Kind(read_ending, goes_on=False),
    "closed": Kind(read_ending, goes_on=False),
    "hangup": Kind(read_ending, goes_on=False),
}
