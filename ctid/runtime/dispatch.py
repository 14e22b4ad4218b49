"""Hands on what the centre said: to the store, to the ports, to onlookers.

An event gets its number here, in the one place through which all events pass, and everything that one
input led to is written in one transaction.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from ctid.api.pages import Pages
from ctid.asterisk.port import AsteriskPort
from ctid.model.agents import AgentStatus
from ctid.model.effects import (
    AnswerCommand,
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
)
from ctid.model.events import Event, EventKind
from ctid.runtime.answers import Answers
from ctid.runtime.lookups import Lookups
from ctid.store.encoding import Batch, Record
from ctid.store.store import Store


class Dispatch:
    """Knows every port. `last_seq` is the number of the last event that was ever published."""

    def __init__(
        self,
        *,
        store: Store,
        switch: AsteriskPort,
        pages: Pages,
        lookups: Lookups,
        answers: Answers,
        last_seq: int,
    ) -> None:
        self._store = store
        self._pages = pages
        self._seq = last_seq
        self._addressees: dict[type, Callable[..., None]] = {
            AnswerQueueAsk: switch.perform,
            RingAgent: switch.perform,
            ClearLeg: switch.perform,
            HoldLeg: switch.perform,
            RetrieveLeg: switch.perform,
            DialOut: switch.perform,
            PopCustomer: pages.show,
            IdentifyCaller: lookups.begin,
            AnswerCommand: answers.give,
        }

    def __call__(self, said: Sequence[Effect | Event]) -> None:
        """Hand on everything that followed from one input."""
        if not said:
            return
        events: list[tuple[int, Event]] = []
        records: dict[tuple[type, str], Record] = {}
        for item in said:
            if isinstance(item, Event):
                self._seq += 1
                events.append((self._seq, item))
            elif isinstance(item, Keep):
                records[_name(item.record)] = item.record
        if events or records:
            self._store.submit(Batch(tuple(events), tuple(records.values())))
        for item in said:
            if not isinstance(item, Event | Keep):
                self._addressees[type(item)](item)
        for seq, event in events:
            self._pages.publish(seq, event)

    def log_rows(self, committed: Sequence[Batch], now: datetime) -> None:
        """Say of every closed interaction that its row is committed."""
        for batch in committed:
            for _, event in batch.events:
                if event.kind is EventKind.INTERACTION_CLOSED:
                    self([replace(event, kind=EventKind.INTERACTION_LOGGED, at=now)])


def _name(record: Record) -> tuple[type, str]:
    return (type(record), record.agent if isinstance(record, AgentStatus) else record.id)
