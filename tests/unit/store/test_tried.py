"""What a campaign's dials had in common, and who answered: counted when it begins."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState, Evidence, Mode
from ctid.model.lead_queries import OpenCampaign
from ctid.model.leads import Lead, LeadNumber
from ctid.model.tried import Tried
from ctid.store.encoding import Batch
from ctid.store.store import Store

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NUMBERS = (LeadNumber("+12025550101", "mobile"), LeadNumber("+12025550102", "fixed"))
ANN = Lead("lead_ann", "all", NUMBERS, batch=1, zone="US-NY America/New_York")
BOB = Lead("lead_bob", "all", (LeadNumber("+12135550103"),), batch=1, zone="America/Los_Angeles")
ASK = OpenCampaign("spring", ("all",), None, NINE + 8 * HOUR, latest=100)

Committed = Callable[[Batch], Awaitable[None]]


def dial(lead: Lead, at: datetime, outcome: AttemptOutcome, turn: int = 0) -> Attempt:
    return Attempt(
        f"att_{lead.id}_{at:%H%M%S}", "spring", lead.id, lead.numbers[turn].number, "", Mode.PREDICTIVE,
        Evidence("us", "2026-01-01"), at, AttemptState.ENDED, outcome, ended_at=at + MINUTE,
    )  # fmt: skip


async def tried(store: Store, ask: OpenCampaign = ASK) -> tuple[Tried, ...]:
    return (await store.opening(ask)).tried


async def test_dials_that_were_alike_are_counted_together(store: Store, committed: Committed) -> None:
    carol = replace(ANN, id="lead_carol")
    first = dial(ANN, NINE, AttemptOutcome.NO_ANSWER), dial(carol, NINE + MINUTE, AttemptOutcome.ABANDONED)
    await committed(Batch(records=(ANN, BOB, carol, *first, dial(BOB, NINE, AttemptOutcome.BUSY))))
    assert set(await tried(store)) == {
        Tried(NINE, ANN.zone, "mobile", 0, None, 2, 1),
        Tried(NINE, BOB.zone, "", 0, None, 1, 0),
    }


async def test_each_dial_knows_how_often_before_and_the_best_that_had_come_of_it(
    store: Store, committed: Committed
) -> None:
    came = (AttemptOutcome.MACHINE, AttemptOutcome.NO_ANSWER, AttemptOutcome.CONNECTED)
    dials = [dial(ANN, NINE + n * HOUR, outcome, turn=n % 2) for n, outcome in enumerate(came)]
    await committed(Batch(records=(ANN, *dials)))
    assert await tried(store) == (
        Tried(NINE, ANN.zone, "mobile", 0, None, 1, 0),
        Tried(NINE + HOUR, ANN.zone, "fixed", 1, AttemptOutcome.MACHINE, 1, 0),
        Tried(NINE + 2 * HOUR, ANN.zone, "mobile", 2, AttemptOutcome.MACHINE, 1, 1),
    )


async def test_only_the_latest_are_counted_but_earlier_ones_are_known_of(
    store: Store, committed: Committed
) -> None:
    dials = [dial(ANN, NINE + n * MINUTE, AttemptOutcome.NO_ANSWER) for n in range(5)]
    await committed(Batch(records=(ANN, *dials)))
    latest = await tried(store, replace(ASK, latest=2))
    assert [(each.before, each.best) for each in latest] == [
        (3, AttemptOutcome.NO_ANSWER),
        (4, AttemptOutcome.NO_ANSWER),
    ]
    assert await tried(store, replace(ASK, latest=0)) == ()


async def test_what_tells_nothing_of_people_is_not_counted(store: Store, committed: Committed) -> None:
    nothing = [
        dial(ANN, NINE, AttemptOutcome.CONGESTED),
        dial(ANN, NINE + MINUTE, AttemptOutcome.CANCELLED),
        dial(replace(ANN, id="lead_gone"), NINE, AttemptOutcome.CONNECTED),
        replace(dial(BOB, NINE, AttemptOutcome.CONNECTED), campaign="autumn"),
        dial(BOB, ASK.until, AttemptOutcome.CONNECTED),
    ]
    await committed(Batch(records=(ANN, BOB, *nothing)))
    assert await tried(store) == ()
