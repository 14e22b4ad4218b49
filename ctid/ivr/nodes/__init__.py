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
from ctid.ivr.nodes.action import read_action
from ctid.ivr.nodes.assign import read_assign
from ctid.ivr.nodes.authenticate import read_authenticate
from ctid.ivr.nodes.collect import read_collect
from ctid.ivr.nodes.dial import read_dial
from ctid.ivr.nodes.ending import read_ending
from ctid.ivr.nodes.give_back import read_give_back
from ctid.ivr.nodes.language import read_language
from ctid.ivr.nodes.lookup import read_lookup
from ctid.ivr.nodes.menu import read_menu
from ctid.ivr.nodes.personal import read_personal
from ctid.ivr.nodes.play import read_play
from ctid.ivr.nodes.queue import read_queue
from ctid.ivr.nodes.record import read_record
from ctid.ivr.nodes.say import read_say
from ctid.ivr.nodes.schedule import read_schedule
from ctid.ivr.nodes.subflow import read_subflow
from ctid.ivr.nodes.survey import read_survey
from ctid.ivr.nodes.switch import read_switch
from ctid.ivr.nodes.transfer import read_transfer
from ctid.ivr.nodes.webhook import read_webhook


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of node is read, and whether it takes `next`."""

    read: Callable[[Entry], FlowNode]
    goes_on: bool


KINDS: Mapping[str, Kind] = {
    # what the caller keys or says
    "menu": Kind(read_menu, goes_on=False),
    "language": Kind(read_language, goes_on=True),
    "collect": Kind(read_collect, goes_on=True),
    "authenticate": Kind(read_authenticate, goes_on=True),
    "record": Kind(read_record, goes_on=True),
    "survey": Kind(read_survey, goes_on=True),
    # what the caller hears
    "say": Kind(read_say, goes_on=True),
    "play": Kind(read_play, goes_on=True),
    "personal": Kind(read_personal, goes_on=True),
    # what is decided
    "set": Kind(read_assign, goes_on=True),
    "switch": Kind(read_switch, goes_on=False),
    "schedule": Kind(read_schedule, goes_on=False),
    "subflow": Kind(read_subflow, goes_on=False),
    # who is asked
    "lookup": Kind(read_lookup, goes_on=False),
    "action": Kind(read_action, goes_on=False),
    "webhook": Kind(read_webhook, goes_on=False),
    # where the caller is led
    "dial": Kind(read_dial, goes_on=True),
    "queue": Kind(read_queue, goes_on=False),
    "transfer": Kind(read_transfer, goes_on=False),
    "voicemail": Kind(read_ending, goes_on=False),
    "callback": Kind(read_ending, goes_on=False),
    "closed": Kind(read_ending, goes_on=False),
    "hangup": Kind(read_ending, goes_on=False),
    "return": Kind(read_give_back, goes_on=False),
}
