"""Hands on what the centre said: to the store, to the ports, to onlookers.

An event gets its numbers here, in the one place through which all events pass, and everything that one
input led to is written in one transaction. Effects go out at once; onlookers hear of the events when these
are durable (`tell`), so that nothing they saw can be lost with the process.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from ctid.api.pages import Pages
from ctid.model.agents import AgentStatus
from ctid.model.effects import (
    AnswerCommand,
    AnswerPhone,
    AnswerQueueAsk,
    ClearLeg,
    DialOut,
    Effect,
    HoldLeg,
    IdentifyCaller,
    Keep,
    PopCustomer,
    RetrieveLeg,
    RingAgent,
    ShowRecord,
)
from ctid.model.events import Event, EventKind, Published
from ctid.runtime.answers import Answers
from ctid.runtime.lookups import Lookups
from ctid.runtime.numbering import Numbering
from ctid.store.encoding import Batch, Record
from ctid.store.store import Store

Onlooker = Callable[[Sequence[Published]], None]


class Switch(Protocol):
    """The port to the switch, as far as it is told what to do."""

    def perform(self, effect: Any) -> None:
        """Begin to carry out an effect; returns at once."""
        ...


class Dispatch:
    """Knows every port. `onlookers` are told of events when these are durable, and must not wait."""

    def __init__(
        self,
        *,
        store: Store,
        switch: Switch,
        pages: Pages,
        lookups: Lookups,
        answers: Answers,
        numbering: Numbering,
    ) -> None:
        self._store = store
        self._numbering = numbering
        self.onlookers: list[Onlooker] = [pages.publish]
        self._addressees: dict[type, Callable[..., None]] = {
            AnswerQueueAsk: switch.perform,
            AnswerPhone: switch.perform,
            RingAgent: switch.perform,
            ClearLeg: switch.perform,
            HoldLeg: switch.perform,
            RetrieveLeg: switch.perform,
            DialOut: switch.perform,
            PopCustomer: pages.show,
            ShowRecord: pages.show_record,
            IdentifyCaller: lookups.begin,
            AnswerCommand: answers.give,
        }

    def __call__(self, said: Sequence[Effect | Event]) -> None:
        """Hand on everything that followed from one input."""
        if not said:
            return
        events: list[Published] = []
        records: dict[tuple[type, str], Record] = {}
        for item in said:
            if isinstance(item, Event):
                events.append(self._numbering.number(item))
            elif isinstance(item, Keep):
                records[_name(item.record)] = item.record
        if events or records:
            self._store.submit(Batch(tuple(events), tuple(records.values())))
        for item in said:
            if not isinstance(item, Event | Keep):
                self._addressees[type(item)](item)

    def tell(self, durable: Sequence[Batch]) -> None:
        """Tell every onlooker what has become durable."""
        events = events_in(durable)
        if events:
            for onlooker in self.onlookers:
                onlooker(events)

    def log_rows(self, committed: Iterable[Published], now: datetime) -> None:
        """Say of every closed interaction among the committed events that its row is committed."""
        for one in committed:
            if one.event.kind is EventKind.INTERACTION_CLOSED:
                self([replace(one.event, kind=EventKind.INTERACTION_LOGGED, at=now)])


def events_in(batches: Sequence[Batch]) -> list[Published]:
    """Return the events of some batches in order."""
    return [event for batch in batches for event in batch.events]


def _name(record: Record) -> tuple[type, str]:
    return (type(record), record.agent if isinstance(record, AgentStatus) else record.id)
