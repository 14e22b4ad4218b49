"""`subflow`: goes into another flow and comes back with what it returned.

verify:
  subflow:
    flow: verify                  # ivr/verify.yaml, which has `returns: [verified, refused]`
    gives: {pin_tries: number}    # variables that it sets and this flow reads, each with its sort
    on: {verified: account, refused: to_agent}

Variables are the call's: a subflow reads and sets the same ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ctid.ivr import mistakes_outside as wrong
from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Into, Move
from ctid.ivr.nodes.webhook import SORTS
from ctid.ivr.questions import read_ways
from ctid.ivr.reading import Reader
from ctid.ivr.steps import Answered, Outcome
from ctid.model.document import Node
from ctid.model.ids import FlowName


@dataclass(frozen=True, slots=True)
class Subflow:
    """The node."""

    flow: FlowName
    on: Mapping[str, str]
    gives: tuple[str, ...] = ()
    ends = False

    def exits(self) -> tuple[Exit, ...]:
        """Return one way an outcome."""
        return tuple(Exit(outcome, target, sets=self.gives) for outcome, target in self.on.items())

    def enter(self, state: CallState) -> Move:
        """Go into the flow."""
        return Into(self.flow)

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Follow what was returned."""
        assert isinstance(outcome, Answered), outcome
        state.note("returned", outcome.outcome)
        return Exit(outcome.outcome, self.on[outcome.outcome])


def read_subflow(entry: Entry) -> Subflow:
    """Read which flow, and where each of its outcomes leads."""
    reader = entry.reader
    fields = entry.fields("flow", "gives", "on")
    name = fields.need("flow", lambda node: _read_flow(node, reader), "")
    known = reader.names.flows
    return Subflow(
        flow=FlowName(name),
        on=read_ways(fields, known.get(name) if known is not None else None),
        gives=fields.may("gives", lambda node: _read_gives(node, reader), ()),
    )


def _read_flow(node: Node, reader: Reader) -> str:
    name, known = reader.node_name(node), reader.names.flows
    if known is not None and not known.get(name):
        reader.note(
            wrong.no_such_flow(node.place, name, [flow for flow, returns in known.items() if returns])
        )
    return name


def _read_gives(node: Node, reader: Reader) -> tuple[str, ...]:
    return tuple(reader.new_variable(name, reader.one_of(sort, SORTS)) for name, sort in reader.pairs(node))
