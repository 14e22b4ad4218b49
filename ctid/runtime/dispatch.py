"""Hands on what the centre said: to the store, to the ports, to onlookers.

An event gets its numbers here, in the one place through which all events pass, and everything that one
input led to is written in one transaction, with the input. Onlookers hear of the events when these are
durable (`tell`), so that nothing they saw can be lost with the process.

Effects go out at once: the switch remembers live calls, and a caller does not wait for a disk. Only what
would harm if it were repeated or lost (`ONCE_WRITTEN`) waits until its batch is durable, so that after any
crash it is known that it may have been done. Where nothing can be made durable it is not done at all; nor is
a dial whose time is over by then.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol, get_args

from ctid.api.pages import Pages
from ctid.model.agents import AgentStatus
from ctid.model.attempt_effects import PlaceAttempt
from ctid.model.callback_effects import CallBack, Promise
from ctid.model.effects import (
    AnswerCommand,
    ConsultNumber,
    DialOut,
    Effect,
    IdentifyCaller,
    Keep,
    PopCustomer,
    ShowRecord,
    ToSwitch,
)
from ctid.model.events import Event, EventKind, Published
from ctid.model.lead_queries import FindLeads, LeadsLost, OpenCampaign
from ctid.model.reasons import Reason
from ctid.model.receipts import GiveReceipt
from ctid.model.records import Record
from ctid.model.reports import LegFailed, Report, StoreAble
from ctid.runtime.answers import Answers
from ctid.runtime.lead_reader import LeadReader, lost
from ctid.runtime.lookups import Lookups
from ctid.runtime.numbering import Numbering
from ctid.store.encoding import Batch, Line
from ctid.store.store import Store

ONCE_WRITTEN: Mapping[type, Callable[[Any], LegFailed | LeadsLost | None]] = {
    GiveReceipt: lambda _: None,  # who hears nothing asks again
    **dict.fromkeys(
        (DialOut, ConsultNumber, CallBack, Promise, PlaceAttempt),
        lambda effect: LegFailed(effect.leg, Reason("not_written")),
    ),
    **dict.fromkeys((OpenCampaign, FindLeads), lost),  # what was kept before is to be found
}
"""What must be written before it is done, and what is reported where it cannot be."""

Onlooker = Callable[[Sequence[Published]], None]


class Switch(Protocol):
    """The port to the switch, as far as it is told what to do."""

    def perform(self, effect: Any) -> None:
        """Begin to carry out an effect; returns at once."""
        ...


class Dispatch:
    """Knows every port. `onlookers` are told of events when these are durable, and must not wait."""

    def __init__(  # noqa: PLR0913  (it knows every port)
        self,
        *,
        store: Store,
        switch: Switch,
        pages: Pages,
        lookups: Lookups,
        reader: LeadReader,
        answers: Answers,
        numbering: Numbering,
        clock: Callable[[], datetime],
        report: Callable[[Report], None] = lambda _: None,
    ) -> None:
        self._clock, self._report = clock, report
        self._waiting: dict[int, tuple[Batch, list[Effect]]] = {}  # by the batch's own identity
        self._store = store
        self._numbering = numbering
        self.onlookers: list[Onlooker] = [pages.publish]
        self._addressees: dict[type, Callable[..., None]] = {
            **dict.fromkeys(get_args(ToSwitch), switch.perform),
            PopCustomer: pages.show,
            ShowRecord: pages.show_record,
            IdentifyCaller: lookups.begin,
            OpenCampaign: reader.begin,
            FindLeads: reader.begin,
            AnswerCommand: answers.give,
            GiveReceipt: lambda receipt: answers.give(AnswerCommand(receipt.command, None)),
        }

    def __call__(self, said: Sequence[Effect | Event], inputs: tuple[Line, ...] = ()) -> None:
        """Hand on everything that followed from one input; `inputs` is what is kept of it."""
        if not said and not inputs:
            return
        events: list[Published] = []
        records: dict[tuple[type, str], Record] = {}
        for item in said:
            if isinstance(item, Event):
                events.append(self._numbering.number(item))
            elif isinstance(item, Keep):
                records[_name(item.record)] = item.record
        batch = Batch(tuple(events), tuple(records.values()), inputs)
        once = [item for item in said if not isinstance(item, Event) and type(item) in ONCE_WRITTEN]
        if once:
            self._waiting[id(batch)] = (batch, once)
        if events or records or inputs or once:
            self._store.submit(batch, awaited=bool(once))
        for item in said:
            if not isinstance(item, Event | Keep) and type(item) not in ONCE_WRITTEN:
                self._addressees[type(item)](item)

    def tell(self, durable: Sequence[Batch]) -> None:
        """Do what waited for these batches, and tell every onlooker what has become durable."""
        for effect in self._no_longer_waiting(durable):
            if isinstance(effect, PlaceAttempt) and effect.not_after and effect.not_after < self._clock():
                self._report(LegFailed(effect.line, Reason("written_too_late")))
            else:
                self._addressees[type(effect)](effect)
        events = events_in(durable)
        if events:
            for onlooker in self.onlookers:
                onlooker(events)

    def give_up(self, refused: Sequence[Batch]) -> None:
        """Report what will not be done, because its batch will never be durable."""
        for effect in self._no_longer_waiting(refused):
            failed = ONCE_WRITTEN[type(effect)](effect)
            if failed is not None:
                self._report(failed)

    def able(self, able: bool) -> None:
        """Tell the centre whether anything can be made durable; what waits for it now is not done."""
        self._report(StoreAble(able))
        if not able:
            self.give_up([batch for batch, _ in self._waiting.values()])

    def _no_longer_waiting(self, batches: Sequence[Batch]) -> list[Effect]:
        waited = (self._waiting.pop(id(batch), None) for batch in batches) if self._waiting else ()
        return [effect for found in waited if found is not None for effect in found[1]]

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
