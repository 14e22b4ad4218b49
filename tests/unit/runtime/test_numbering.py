from datetime import UTC, datetime

import pytest

from ctid.model.events import Event, EventKind
from ctid.model.ids import InteractionId
from ctid.runtime import numbering as numbering_module
from ctid.runtime.numbering import Numbering

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)


def _event(call: str | None, kind: EventKind = EventKind.IVR_STEPPED) -> Event:
    return Event(kind, NOW, InteractionId(call) if call else None)


def test_numbers_go_on_where_the_database_ends():
    numbering = Numbering(7, {InteractionId("a"): 3})
    given = [numbering.number(_event(call)) for call in ("a", "b", None, "a", "b")]
    assert [(one.seq, one.call_seq) for one in given] == [(8, 4), (9, 1), (10, None), (11, 5), (12, 2)]


def test_the_counters_are_bounded_and_the_longest_untouched_goes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(numbering_module, "KEPT", 10)
    numbering = Numbering(0, {})
    for n in range(100):
        numbering.number(_event(f"call-{n}"))
    assert len(numbering._call_seqs) == 10
    assert numbering.number(_event("call-99")).call_seq == 2


@pytest.mark.parametrize("why", ["the centre knows it", "its logged is owed"])
def test_a_counter_that_is_still_needed_outlives_any_number_of_calls(monkeypatch, why):
    monkeypatch.setattr(numbering_module, "KEPT", 10)
    numbering = Numbering(0, {}, lambda call: call == "old" and why == "the centre knows it")
    numbering.number(_event("old"))
    numbering.number(_event("old", EventKind.INTERACTION_CLOSED))
    for n in range(100):
        numbering.number(_event(f"call-{n}"))
        if why == "the centre knows it":
            numbering._owed.discard(InteractionId("old"))
    assert numbering.number(_event("old", EventKind.INTERACTION_LOGGED)).call_seq == 3
