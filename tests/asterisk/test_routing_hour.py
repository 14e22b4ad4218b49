"""An hour compressed into minutes: ten agents with different skills, fifty calls, two judges.

One holds every offer against the pure router's (tests/stage/hour_router.py), the other hears the phones alone
(tests/stage/hour_phones.py): SIPp's messages and baresip's trace. The script is tests/stage/hour_script.py.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ctid.lab.tree import Toolbox
from hour_ground import Ground, read_ground
from hour_router import judge
from hour_told import NAMES, play_the_hour

pytestmark = pytest.mark.asterisk


def with_another_agent(lines: list[str], ground: Ground, every: int = 5) -> Iterator[list[str]]:
    """Yield journals in each of which one offer was made to another agent than it was."""
    offers = [number for number, line in enumerate(lines) if '"offer.made"' in line]
    for number in offers[::every]:
        line = json.loads(lines[number])
        offer = next(fields for _, fields in line["out"] if fields.get("kind") == "offer.made")
        offer["agent"] = next(agent for agent in ground.levels if agent != offer["agent"])
        yield [*lines[:number], json.dumps(line), *lines[number + 1 :]]


def test_every_offer_is_the_pure_routers_and_the_phones_ring_by_the_rules(
    tools: Toolbox, prompts: Path
) -> None:
    told = play_the_hour(tools, prompts)
    print(told.table())
    assert told.faults == []
    assert all(told.sightings[name] for name in NAMES)
    assert len(told.verdict.made) >= 45
    ground = read_ground()
    for altered in with_another_agent(told.seen.journal, ground):
        assert judge(altered, ground).differs
