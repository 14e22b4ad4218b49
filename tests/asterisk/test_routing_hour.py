"""An hour compressed into minutes: ten agents with different skills at SIPp and baresip, fifty calls, two judges.

One holds every offer against the pure router's (tests/stage/hour_router.py), the other hears the phones alone
(tests/stage/hour_phones.py). The script is tests/stage/hour_script.py.
"""

import json
from pathlib import Path

import pytest

from ctid.lab.tree import Toolbox
from hour_ground import read_ground
from hour_router import judge
from hour_told import NAMES, Told, play_the_hour

pytestmark = pytest.mark.asterisk


@pytest.fixture(scope="module")
def hour(tools: Toolbox, prompts: Path) -> Told:
    """The hour, played once."""
    told = play_the_hour(tools, prompts)
    print(told.table())
    return told


def test_every_offer_is_the_one_that_the_pure_router_makes(hour: Told) -> None:
    assert hour.verdict.differs == ""
    assert len(hour.verdict.made) >= 45


def test_no_phone_rings_twice_at_once_nor_without_a_rule_that_lets_it(hour: Told) -> None:
    assert hour.phones.faults == []


def test_every_offer_rings_at_its_phone_and_nothing_else_does(hour: Told) -> None:
    assert hour.apart == []


@pytest.mark.parametrize("what", NAMES)
def test_it_is_seen_in_the_messages_of_the_phones(hour: Told, what: str) -> None:
    assert hour.sightings[what] != []


def test_any_offer_of_this_hour_that_had_been_another_would_be_found(hour: Told) -> None:
    ground, lines = read_ground(), hour.seen.journal
    offers = [number for number, line in enumerate(lines) if '"offer.made"' in line]
    for number in offers[:: max(1, len(offers) // 10)]:
        line = json.loads(lines[number])
        offer = next(fields for _, fields in line["out"] if fields.get("kind") == "offer.made")
        offer["agent"] = next(agent for agent in ground.levels if agent != offer["agent"])
        assert judge([*lines[:number], json.dumps(line), *lines[number + 1 :]], ground).differs
