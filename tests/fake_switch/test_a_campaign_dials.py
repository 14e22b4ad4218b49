"""From a file of leads to evidence: a campaign dials who may be called, once each, whatever befalls ctid."""

import json
from collections import Counter
from contextlib import AsyncExitStack

import pytest

from campaign_house import attempts, comes_true, ended, imports, leads, nth_lead, with_campaign
from ctid.lab.fake_house import FakeHouse
from switch_people import replayed, watch, works

pytestmark = pytest.mark.slow

NUMBERS = [f"+1202555{n:04d}" for n in range(100, 130)]
FORBIDDEN = NUMBERS[7]


async def dialled(house: FakeHouse, many: int) -> None:
    await comes_true(lambda: len(house.fake.dialing.dialled) >= many)


async def begins_to_call(house: FakeHouse, numbers: list[str]) -> None:
    """Start a campaign for whose calls nobody is there yet."""
    with_campaign(house)
    await imports(house, numbers)
    await house.start_daemon()
    await house.command("campaign", "start", "renewals")


async def test_a_list_is_dialled_but_for_who_may_not_be_and_each_attempt_is_evidence(
    house: FakeHouse, stack: AsyncExitStack
) -> None:
    with_campaign(house)
    await imports(house, NUMBERS[:12])
    await house.start_daemon()
    await house.command("do-not-call", "add", FORBIDDEN, "--why", "asked us not to")
    await works(house, stack, "1001")
    await house.command("campaign", "start", "renewals")
    await ended(house, 11)
    rows = attempts(house)
    assert Counter(house.fake.dialing.dialled) == Counter(row["number"] for row in rows)
    assert FORBIDDEN not in house.fake.dialing.dialled
    assert {row["outcome"] for row in rows} == {"busy"}
    evidence = [json.loads(row["evidence"]) for row in rows]
    assert {(each["profile"], each["version"]) for each in evidence} == {("always", "2026-01-01")}
    assert all("do_not_call" in each["rules"] for each in evidence)
    assert "✗ do_not_call" in await house.command("why", nth_lead(8))
    called = await house.command("why", nth_lead(1))
    assert "busy" in called and "always 2026-01-01" in called


async def test_a_daemon_that_is_killed_while_it_dials_dials_nobody_twice_and_its_days_replay(
    house: FakeHouse, stack: AsyncExitStack
) -> None:
    with_campaign(house)
    house.fake.dialing.rings = 0.3
    await imports(house, NUMBERS)
    await house.start_daemon()
    for agent in ("1001", "1002"):
        await works(house, stack, agent)
    await house.command("campaign", "start", "renewals")
    await dialled(house, 7)
    house.kill_daemon()
    await house.start_daemon()
    await watch(house, stack)
    await ended(house, len(NUMBERS))
    assert Counter(house.fake.dialing.dialled) == dict.fromkeys(NUMBERS, 1)
    assert len(attempts(house)) == len(NUMBERS)
    for options in ((), ("--mask",)):
        _, done = await replayed(house, *options)
        assert done["difference"] is None


async def test_who_is_put_on_a_list_while_a_campaign_runs_is_not_called(
    house: FakeHouse, stack: AsyncExitStack
) -> None:
    await begins_to_call(house, NUMBERS[:3])
    for number in NUMBERS[:2]:
        await house.command("do-not-call", "add", number, "--why", "asked us not to")
    await works(house, stack, "1001")
    await ended(house, 1)
    for row in (1, 2):
        await comes_true(lambda row=row: leads(house)[nth_lead(row)]["state"] == "done")
    assert house.fake.dialing.dialled == [NUMBERS[2]]


async def test_who_takes_consent_back_while_a_campaign_runs_is_not_called_and_it_is_told_by_whom(
    house: FakeHouse, stack: AsyncExitStack
) -> None:
    await begins_to_call(house, NUMBERS[:3])
    revoked = await house.command("consent", "revoke", NUMBERS[0], "--source", "letter", "--proof", "scan 3")
    assert "no campaign calls them" in revoked and "letter, written down by" in revoked
    await house.command("consent", "revoke", NUMBERS[1], "--source", "call")
    await house.command("consent", "give", NUMBERS[1], "--source", "form")
    await works(house, stack, "1001")
    await ended(house, 2)
    await comes_true(lambda: leads(house)[nth_lead(1)]["state"] == "done")
    assert sorted(house.fake.dialing.dialled) == NUMBERS[1:3]
    why = await house.command("why", nth_lead(1))
    assert "✗ revocation: they took back their consent" in why
    assert "letter, written down by" in why and "scan 3" in why
    report = json.loads(await house.command("campaign", "report", "renewals", "--json"))
    assert (report["attempts"], report["refused"]) == (2, {"consent_revoked": 1})
    assert "calls refused, by reason: consent taken back 1" in await house.command("campaign", "report")
    _, done = await replayed(house)
    assert done["difference"] is None
