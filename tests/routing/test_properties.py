"""What every router must keep, whoever waits and whoever answers; and a router for each that does not."""

from collections import Counter
from collections.abc import Mapping
from functools import cache

import pytest

from ctid.routing.indexed import IndexedRouter
from ctid.routing.terms import Router
from routing_broken import BREACHED
from routing_brute import BruteForce
from routing_judge import breaches

PROPERTIES: Mapping[str, str] = {
    "P1": "an agent has never more in hand than the channel's capacity, and nobody is offered twice",
    "P2": "who is offered an entry has its skills at the step that is open, and is not excluded",
    "P3": "nobody waits beside a free agent who may take them",
    "P4": "of those an agent may take, the first in routing order is taken",
    "P5": "of those alike, the longest wait is taken",
    "P6": "of those who may take an entry, the best match takes it",
    "P7": "of agents alike, the one longest idle takes it",
    "P8": "nobody is overtaken by somebody who came later than the head start and the cap allow",
    "P9": "no agent is passed over for a score that is worth less than their idle time",
    "P13": "where nothing else decides, the lower id comes first",
    "P14": "whom a step admits, every later step admits",
    "P16": "an agent who takes nothing new is offered nothing",
    "P17": "skills that change in flight change whom the next offer goes to, and nothing else",
    "P18": "the sum over the channels and the channels that exclude each other are kept",
}
WORLDS = range(25)
ROUTERS: Mapping[str, type[Router]] = {"indexed": IndexedRouter, "brute": BruteForce}


@cache
def found(router: type[Router]) -> Counter[str]:
    return breaches(router, WORLDS)


@pytest.mark.parametrize("name", ROUTERS)
@pytest.mark.parametrize("number", PROPERTIES)
def test_a_property_is_kept(number: str, name: str) -> None:
    assert found(ROUTERS[name])[number] == 0, PROPERTIES[number]


@pytest.mark.parametrize("number", PROPERTIES)
def test_a_router_that_breaks_a_property_is_found(number: str) -> None:
    assert found(BREACHED[number])[number] > 0, BREACHED[number].__doc__
