"""Leads, their consent, do-not-call lists and attempts outlive a restart, and are found by index."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import true
from sqlalchemy.dialects import sqlite

from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState, Evidence, Mode
from ctid.model.consents import Word
from ctid.model.dialled import ListProgress
from ctid.model.do_not_call_lists import DoNotCallList, Listing, ListKind
from ctid.model.ids import AgentId, CustomerId, InteractionId, LegId, lead_id
from ctid.model.interactions import Interaction
from ctid.model.languages import Language
from ctid.model.lead_queries import NOTHING_READ, Lane, LaneWanted, LeadsWanted
from ctid.model.leads import Consent, Lead, LeadNumber, LeadState
from ctid.model.mistakes import Mistaken
from ctid.model.reasons import Reason
from ctid.store.encoding import Batch
from ctid.store.leads import _due, _fresh
from ctid.store.store import Store

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
Commit = Callable[[Batch], Awaitable[None]]
FULL = Lead(
    "lead_1-00000002", "spring", (LeadNumber("+12125550123", "mobile"), LeadNumber("+12125550124")),
    "Käthe 王",
    Language.ZH, "US-NY", "10001", CustomerId("cus_1"), 7, {"city": "“Here”\\", "老": "=1+1"},
    Consent(NOW - 9 * MINUTE, "web form", "https://example.com/1"), due_at=NOW + MINUTE, batch=1,
    zone="US-NY x",
)  # fmt: skip
PLAIN = Lead("lead_1-00000003", "spring", (LeadNumber("+12125550125"),), batch=1)
ATTEMPT = Attempt(
    "att_1", "spring", FULL.id, "+12125550123", "+12125550100", Mode.PREDICTIVE,
    Evidence("us", "2026-01-01", {"calling_hours": "12:00"}), NOW,
)  # fmt: skip


def come_in(store: Store, leads: Sequence[Lead], name: str = "spring") -> int:
    with store.staging(name, dry=False) as staging:
        staging.begin("list.csv", NOW)
        mine = [replace(one, batch=staging.batch) for one in leads]
        staging.write([(n, one) for n, one in enumerate(mine, 2)], NOW)
        staging.publish(NOW)
        return staging.batch


async def test_a_lead_that_came_in_is_read_as_it_was(store: Store) -> None:
    come_in(store, [FULL, PLAIN])
    assert [await store.lead(one.id) for one in (FULL, PLAIN)] == [FULL, PLAIN]
    assert await store.leads_with_number("+12125550124") == [FULL]
    [batch] = await store.lead_batches(["spring"])
    assert dict(batch.lanes) == {Lane(1, "US-NY x", 7): 1, Lane(1, "", 0): 1}


async def test_a_lead_that_was_called_is_written_over_with_its_attempt(
    store: Store, committed: Commit
) -> None:
    come_in(store, [FULL])
    called = replace(
        FULL, state=LeadState.CALLING, attempts=1, turn=1, outcomes={"busy": 1}, callback=True,
        callback_agent=AgentId("1001"), reason=Reason("first_call", {"list": "spring"}),
        numbers=(replace(FULL.numbers[0], dead=True), FULL.numbers[1]),
    )  # fmt: skip
    await committed(Batch(records=(called, ATTEMPT)))
    assert await store.lead(FULL.id) == called
    assert await store.attempts_of_lead(FULL.id) == [ATTEMPT]
    assert (await store.remembered()).attempts == (ATTEMPT,)


async def test_an_attempt_that_ended_is_no_longer_under_way_and_counts(
    store: Store, committed: Commit
) -> None:
    ended = replace(
        ATTEMPT, state=AttemptState.ENDED, outcome=AttemptOutcome.CONNECTED, leg=LegId("sw1:1.1"), cause=16,
        sip=200, ended_at=NOW, disposition="sold", reason=Reason("reached"),
    )  # fmt: skip
    await committed(Batch(records=(ATTEMPT,)))
    await committed(Batch(records=(ended,)))
    assert (await store.remembered()).attempts == ()
    assert await store.dispositions("spring") == {"sold": 1}
    assert await store.attempts_of_number("+12125550123", NOW) == [ended]
    assert await store.attempts_of_campaign("spring", NOW + MINUTE) == []


async def test_attempts_before_an_instant_go_and_no_other(store: Store, committed: Commit) -> None:
    old = replace(ATTEMPT, id="att_0", committed_at=NOW - MINUTE)
    await committed(Batch(records=(old, ATTEMPT)))
    assert await store.prune_attempts(NOW) == 1
    assert await store.attempts_of_lead(FULL.id) == [ATTEMPT]


async def test_a_lane_is_read_on_from_where_it_was_read_to(store: Store, committed: Commit) -> None:
    leads = [
        replace(PLAIN, id=lead_id(1, n), numbers=(LeadNumber(f"+1212555{n:04d}"),)) for n in range(2, 12)
    ]
    come_in(store, leads)
    again = [replace(one, due_at=NOW + n % 3 * MINUTE) for n, one in enumerate(leads[5:])]
    asked = replace(leads[0], due_at=NOW, callback=True)
    done = replace(leads[1], state=LeadState.DONE)
    await committed(Batch(records=(*again, asked, done)))
    lane, by = Lane(1, "", 0), NOW + MINUTE
    wanted = LeadsWanted("spring", (LaneWanted(lane, "", NOTHING_READ),), by, 2, batches=(1,))
    first = await store.find_leads(wanted)
    assert first.fresh == tuple(leads[2:4])
    assert first.due == (again[0], again[3])
    assert first.callbacks == (asked,)
    after = LaneWanted(lane, leads[3].id, (NOW, again[3].id))
    second = await store.find_leads(replace(wanted, lanes=(after,), callbacks=(NOW, asked.id)))
    assert second.fresh == tuple(leads[4:5])
    assert second.due == (again[1], again[4])
    assert second.callbacks == ()


async def test_with_leads_comes_what_the_rules_will_ask(store: Store, committed: Commit) -> None:
    come_in(store, [PLAIN])
    number = PLAIN.numbers[0].number
    with store.list_staging() as staging:
        staging.begin("federal", ListKind.NATIONAL, date(2026, 11, 2), NOW)
        staging.write([number])
        staging.publish(NOW)
    other = replace(ATTEMPT, id="att_2", lead="lead_9-00000001", number=number)
    old = replace(other, id="att_3", committed_at=NOW - 9 * MINUTE)
    await committed(Batch(records=(other, old, ATTEMPT)))
    lanes = (LaneWanted(Lane(1, "", 0), "", NOTHING_READ),)
    found = await store.find_leads(LeadsWanted("spring", lanes, NOW, 9, past_since=NOW - MINUTE))
    assert found.past == (other,)
    assert found.listed == {number: (Listing("federal", ListKind.NATIONAL, date(2026, 11, 2)),)}
    assert [each.name for each in found.asked] == ["federal"]
    assert await store.lead_states("spring") == {LeadState.OPEN: 1}


async def test_filters_are_kept_by_the_database_too(store: Store) -> None:
    leads = [
        replace(PLAIN, id=lead_id(1, n), numbers=(LeadNumber(f"+1212555{n:04d}"),), facts={"the city": city})
        for n, city in enumerate(("Here", "There", "Elsewhere"))
    ]
    come_in(store, leads)
    lane = Lane(1, "", 0)
    only = {"the city": ("Here", "There")}
    found = await store.find_leads(LeadsWanted("spring", (LaneWanted(lane, "", NOTHING_READ),), NOW, 9, only))
    assert found.fresh == tuple(leads[:2])


async def test_an_import_that_was_not_ended_is_never_seen_and_cleared_by_the_next(store: Store) -> None:
    with store.staging("spring", dry=False) as staging:
        staging.begin("list.csv", NOW)
        staging.write([(2, FULL)], NOW)
    assert await store.lead_batches() == []
    assert await store.leads_with_number("+12125550123") == []
    assert await store.consents("+12125550123") == []
    come_in(store, [PLAIN])
    assert await store.lead(FULL.id) is None
    assert [batch.list for batch in await store.lead_batches()] == ["spring"]


async def test_a_rehearsal_finds_what_came_before_and_writes_nothing(store: Store) -> None:
    come_in(store, [FULL])
    with store.staging("spring", dry=True) as staging:
        staging.begin("list.csv", NOW)
        staging.write([(2, PLAIN)], NOW)
        assert staging.known([12125550123, 12125550125]) == {12125550123: FULL.id, 12125550125: 2}
        staging.publish(NOW)
    assert len(await store.lead_batches()) == 1


async def test_two_imports_at_once_are_refused(store: Store) -> None:
    with store.staging("spring", dry=False), pytest.raises(Mistaken) as refused, store.staging("b", dry=True):
        pass
    assert [mistake.code for mistake in refused.value.mistakes] == ["R216"]


async def test_a_list_that_is_removed_is_gone_but_its_consent_and_attempts_stay(
    store: Store, committed: Commit
) -> None:
    come_in(store, [FULL, PLAIN])
    await committed(Batch(records=(ATTEMPT,)))
    assert await store.remove_leads("spring", NOW) == 1
    assert await store.lead(PLAIN.id) is None
    assert await store.leads_with_number("+12125550125") == []
    assert await store.consents("+12125550123") == [FULL.consent]
    assert await store.attempts_of_lead(FULL.id) == [ATTEMPT]
    assert await store.remove_leads("spring", NOW) == 0


async def test_a_do_not_call_list_takes_the_place_of_the_last_of_its_name(store: Store) -> None:
    for day, numbers in ((1, ["+12125550123", "+12125550124"]), (2, ["+12125550123", "+12125550123"])):
        with store.list_staging() as staging:
            staging.begin("federal", ListKind.NATIONAL, date(2026, 11, day), NOW)
            staging.write(numbers)
            staging.publish(NOW)
    with store.list_staging() as unfinished:
        unfinished.begin("own", ListKind.INTERNAL, date(2026, 11, 3), NOW)
        unfinished.write(["+12125550123"])
    of = date(2026, 11, 2)
    assert list(await store.do_not_call_lists()) == [DoNotCallList("federal", ListKind.NATIONAL, of, 1, id=2)]
    listed = await store.listings(["+12125550123", "+12125550124"])
    assert listed == {"+12125550123": (Listing("federal", ListKind.NATIONAL, of),)}


async def test_a_lane_is_read_by_its_index_alone(store: Store) -> None:
    come_in(store, [FULL, PLAIN])
    lane = Lane(1, "", 0)
    for query in (_fresh(lane, "", true()), _due(lane, NOTHING_READ, NOW, true())):
        sql = query.limit(5).compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        async with store._database.reading.begin() as connection:
            plan = (await connection.exec_driver_sql(f"explain query plan {sql}")).all()
        assert [str(step.detail) for step in plan] == [plan[0].detail]  # no sort
        assert "SEARCH leads USING INDEX leads_in_line" in plan[0].detail
        assert "due_at" in plan[0].detail


async def test_what_was_said_since_comes_with_the_leads(store: Store, committed: Commit) -> None:
    come_in(store, [PLAIN])
    said = [
        Word(PLAIN.numbers[0].number, NOW, False, "call", "att_1", "1001", NOW, "word_2"),
        Word(PLAIN.numbers[0].number, NOW - MINUTE, True, "form", "", "shop", NOW, "word_1"),
        Word("+12125550199", NOW, False, "call", "", "1001", NOW, "word_3"),
    ]
    await committed(Batch(records=tuple(said)))
    wanted = LeadsWanted("spring", (LaneWanted(Lane(1, "", 0), "", NOTHING_READ),), NOW, 9)
    assert (await store.find_leads(wanted)).words == (said[1], said[0])
    assert await store.words(["+12125550125"]) == [said[1], said[0]]


async def test_an_attempt_whose_call_is_still_open_is_remembered_for_its_result(
    store: Store, committed: Commit
) -> None:
    come_in(store, [FULL])
    call = Interaction(InteractionId("sw1:1.1"), "", "", NOW, attached={"attempt": ATTEMPT.id})
    over = replace(
        ATTEMPT, state=AttemptState.ENDED, outcome=AttemptOutcome.CONNECTED, ended_at=NOW, interaction=call.id
    )
    await committed(Batch(records=(over, replace(over, id="att_2"), call)))
    remembered = await store.remembered()
    assert (remembered.results, remembered.leads, remembered.attempts) == ((over,), (FULL,), ())
    await committed(Batch(records=(replace(call, closed_at=NOW),)))
    assert (await store.remembered()).results == ()


@pytest.mark.parametrize("code", ["no_consent", "consent_revoked"])
async def test_who_was_done_with_for_want_of_consent_is_called_again_once_they_agree(
    store: Store, committed: Commit, code: str
) -> None:
    come_in(store, [PLAIN, FULL])
    done = replace(PLAIN, state=LeadState.DONE, reason=Reason(code, {"of": "all"}))
    reached = replace(FULL, state=LeadState.DONE, reason=Reason("reached"), due_at=None)
    await committed(Batch(records=(done, reached)))
    theirs = [Word(lead.numbers[0].number, NOW, True, "form", "", "shop", NOW) for lead in (PLAIN, FULL)]
    await committed(Batch(records=(replace(theirs[0], given=False, id="word_1"),)))
    assert await store.lead(PLAIN.id) == done
    await committed(Batch(records=tuple(replace(word, id=f"w{n}") for n, word in enumerate(theirs))))
    again = await store.lead(PLAIN.id)
    assert again is not None
    assert (again.state, again.reason, again.due_at) == (
        LeadState.OPEN, Reason("agreed_since"), NOW + 10 * MINUTE,
    )  # fmt: skip
    assert await store.lead(FULL.id) == reached
    read = (NOW + 5 * MINUTE, "lead_9")  # as far as a campaign may have read when they agreed
    wanted = LeadsWanted("spring", (LaneWanted(Lane(1, "", 0), None, read),), NOW + 15 * MINUTE, 9)
    assert (await store.find_leads(wanted)).due == (again,)


async def test_how_far_a_list_has_come_is_counted_by_what_is_still_to_be_done(
    store: Store, committed: Commit
) -> None:
    plain = [replace(PLAIN, id=lead_id(1, n), numbers=(LeadNumber(f"+1212555013{n}"),)) for n in range(1, 6)]
    batch = come_in(store, plain)
    _, again, asked, calling, done = (replace(one, batch=batch, due_at=NOW) for one in plain)
    await committed(
        Batch(
            records=(
                again,
                replace(asked, callback=True),
                replace(calling, state=LeadState.CALLING),
                replace(ATTEMPT, lead=calling.id),
                replace(done, state=LeadState.DONE),
            )
        )
    )
    spring, nothing = await store.lists_progress(["spring", "summer"])
    assert spring == ListProgress("spring", 5, fresh=1, calling=1, again=1, callbacks=1)
    assert spring.share == pytest.approx(0.2)
    assert nothing == ListProgress("summer", 0)
    assert nothing.share == 0
