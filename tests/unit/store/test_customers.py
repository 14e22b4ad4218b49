"""Who calls: customers found by any of their numbers."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ctid.model.customer_facts import NOTHING_KNOWN, Case, CustomerFacts
from ctid.model.customers import Customer
from ctid.model.interactions import Interaction
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.store.encoding import Batch
from ctid.store.seed import seed
from ctid.store.store import Store

Committed = Callable[[Batch], Awaitable[None]]

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
SEED = Path(__file__).parents[3] / "config" / "seed.yaml"
ONE = Customer(
    "cus_1",
    "演示客户一",
    ("+12025550101", "+12025550100"),
    company="Example Ltd",
    language=Language.ZH,
    tier="gold",
    note="n",
    last_contact_at=NOW - timedelta(days=3),
)


async def test_a_customer_comes_back_whole_with_the_main_number_first(store: Store) -> None:
    assert await store.add_customer(ONE)

    assert await store.customer("cus_1") == ONE
    assert await store.customer("cus_2") is None


async def test_who_looks_after_a_customer_and_who_talked_to_them_last_come_with_them(
    store: Store, committed: Committed
) -> None:
    await store.add_customer(replace(ONE, owner="1003"))
    call = Interaction("sw1:1", "", "", NOW, customer="cus_1", agent="1001", answered_at=NOW)
    older = replace(call, id="sw1:0", arrived_at=NOW - timedelta(days=1), agent="1002")
    unanswered = replace(call, id="sw1:2", arrived_at=NOW + timedelta(days=1), agent="1002", answered_at=None)
    foreign = replace(call, id="sw1:3", arrived_at=NOW + timedelta(days=1), customer="cus_2", agent="1002")
    await committed(Batch(records=(call, older, unanswered, foreign)))

    [match] = (await store.identify("sw1:9", "+12025550100", "US", NOW)).identification.matches

    assert (match.customer.owner, match.customer.last_agent) == ("1003", "1001")


async def test_a_taken_id_changes_nothing(store: Store) -> None:
    await store.add_customer(ONE)

    assert not await store.add_customer(replace(ONE, name="Somebody Else", numbers=("+12025550199",)))
    assert await store.customer("cus_1") == ONE


async def test_a_caller_is_found_by_a_number_as_the_trunk_writes_it(store: Store) -> None:
    await store.add_customer(ONE)

    for ani in ("2025550100", "(202) 555-0100", "+12025550100"):
        found = await store.identify("sw1:1", ani, "US", NOW)
        assert found.leg == "sw1:1" and found.identification.number == "+12025550100"
        assert [match.customer for match in found.identification.matches] == [ONE]


@pytest.mark.parametrize(
    ("ani", "why"), [("", "no_number"), ("anonymous", "no_number"), ("+12025550177", "no_customer")]
)
async def test_a_caller_nobody_knows_is_nobody_with_a_reason(store: Store, ani: str, why: str) -> None:
    await store.add_customer(ONE)

    identification = (await store.identify("sw1:1", ani, "US", NOW)).identification

    assert identification.matches == ()
    assert identification.reason is not None and identification.reason.code == why


async def test_a_shared_number_ranks_all_who_share_it(store: Store) -> None:
    await seed(store, SEED)

    matches = (await store.identify("sw1:1", "+12025550100", "US", NOW)).identification.matches

    assert [match.customer.id for match in matches] == ["cus_demo_2", "cus_demo_1"]
    assert matches[0].score > matches[1].score


async def test_seeding_twice_adds_nobody_twice_and_changes_nobody(store: Store) -> None:
    assert await seed(store, SEED) == 5
    assert await seed(store, SEED) == 0
    assert (await store.customer("cus_demo_4")) == Customer(
        "cus_demo_4",
        "演示客户一",
        ("+861055500104", "+12025550104"),
        company="示例有限公司",
        language=Language.ZH,
        tier="gold",
        note="希望用中文沟通。",
    )


async def test_every_mistake_of_a_seed_file_is_told_with_its_place_and_nobody_is_added(
    store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "seed.yaml"
    file.write_text(
        "- {id: a, name: Good}\n"
        "- {id: a, name: Again}\n"
        "- {name: NoId, language: fr}\n"
        '- {id: b, name: Bad, numbers: ["2025550100"], colour: red}\n'
        "- just text\n"
    )

    with pytest.raises(Mistaken) as caught:
        await seed(store, file)

    assert [(m.code, m.place.line) for m in caught.value.mistakes] == [
        ("R212", 3),
        ("R212", 3),
        ("R212", 4),
        ("R213", 4),
        ("R212", 5),
        ("R214", 2),
    ]
    assert await store.customer("a") is None


async def test_a_seed_file_that_is_not_there_is_a_mistake(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Mistaken, match="R211"):
        await seed(store, tmp_path / "none.yaml")


ROUTER = Case("T-7", "waiting", "Router", due=date(2026, 12, 1))
FACTS = CustomerFacts(
    date(1990, 10, 1), (Case("T-9", "done", open=False), ROUTER), (Case("4711", "packed", items=2),)
)


async def test_facts_come_back_as_they_were_put_and_only_the_last_ones(store: Store) -> None:
    await store.add_customer(ONE)
    assert await store.facts_of("cus_1") == NOTHING_KNOWN
    assert await store.put_facts("cus_1", FACTS)
    assert await store.facts_of("cus_1") == FACTS
    assert await store.case("ticket", "T-7") == ROUTER
    assert await store.case("order", "T-7") is None
    await store.put_facts("cus_1", NOTHING_KNOWN)
    assert await store.facts_of("cus_1") == NOTHING_KNOWN
    assert await store.case("ticket", "T-7") is None


async def test_nobody_has_no_facts_and_a_number_is_of_whom_it_was_given_last(store: Store) -> None:
    assert not await store.put_facts("cus_1", FACTS)
    for id in ("cus_1", "cus_2"):
        await store.add_customer(replace(ONE, id=id, numbers=()))
        await store.put_facts(id, FACTS)
    assert (await store.facts_of("cus_1")).tickets == ()
    assert await store.facts_of("cus_2") == FACTS


async def test_a_file_of_customers_brings_their_facts(store: Store, tmp_path: Path) -> None:
    await seed(store, SEED)
    facts = await store.facts_of("cus_demo_4")
    assert (facts.birthday, facts.tickets[0].number) == (date(1990, 10, 1), "7001")
    assert facts.orders[0].items == 2


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("birthday: soon", "3:13"),
        ("tickets: [{number: 7, state: new}]", "3:22"),
        ("orders: [{number: '7'}]", "3:12"),
        ("orders: {}", "3:11"),
        ("orders: [{number: '7', state: new, colour: red}]", "3:46"),
    ],
)
async def test_facts_that_are_none_are_told_with_their_place(
    store: Store, tmp_path: Path, written: str, place: str
) -> None:
    file = tmp_path / "people.yaml"
    file.write_text(f"- id: a\n  name: A\n  {written}\n", "utf-8")
    with pytest.raises(Mistaken) as told:
        await seed(store, file)
    [mistake] = told.value.mistakes
    assert (mistake.code, str(mistake.place)) == ("R215", f"{file}:{place}")
