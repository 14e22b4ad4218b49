"""What two sites differ in, told in the words of the file, and what that means for agents."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.config.centre import read_site
from ctid.config.difference import Change, Reach, differences, reaches
from ctid.model.ids import AgentId, QueueName, SkillName
from ctid.model.routing_policy import Preferred
from ctid.model.site import Site

TEXT = Path("config/centre.yaml").read_text("utf-8")


def site(*edits: tuple[str, str]) -> Site:
    text = TEXT
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return read_site(text, "centre.yaml", flows={"main"})


SHIPPED = site()
STEPS = "steps: [{after: 0s, admits: billing >= 3}, {after: %s, admits: billing or support}]"


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("{support: 4, billing: 3", "{support: 4, billing: 4", ("agents.1002.skills.billing", "3", "4")),
        ("billing: 3, ", "", ("agents.1002.skills.billing", "3", None)),
        ("ring: 15s", "ring: 1m30s", ("queues.support.ring", "15s", "1m30s")),
        ("{en: Support,", "{en: Help,", ("queues.support.title.en", "Support", "Help")),
        ('"4001": main', '"4001": main\n  "4002": main', ("numbers.4002", None, "main")),
        ("mon-sun: [", "mon-sat: [", ("calendars.always.weekly.7", "00:00-24:00", None)),
        ("worth: 60s", "worth: 2m", ("routing.priority_is_worth", "1m", "2m")),
        ('0199"\n  ring', '0198"\n  ring', ("outbound.show_number", "+12025550199", "+12025550198")),
        ("calendar: always", "calendar: office", ("queues.support.calendar", "always", "office")),
        ("calendar: always", "record: announce", ("queues.support.calendar", "always", None)),
        (
            "    calendar: always",
            "    calendar: always\n    overflow: [{when: waited 5m, to: queue billing}]",
            ("queues.support.overflow[0]", None, "when waited 5m, to queue billing"),
        ),
        (
            "    calendar: always",
            '    calendar: always\n    callback: {key: "2"}',
            ("queues.support.callback", None, "key: 2"),
        ),
    ],
)  # fmt: skip
def test_a_change_is_told_by_its_place_and_as_it_is_written(old: str, new: str, change: tuple) -> None:
    assert Change(*change) in differences(SHIPPED, site((old, new)))
    path, before, after = change
    assert Change(path, after, before) in differences(site((old, new)), SHIPPED)


def test_a_step_is_told_by_its_number() -> None:
    before, after = (site(("requires: {billing: 2}", STEPS % span)) for span in ("30s", "1m"))
    assert differences(before, after) == [Change("queues.billing.steps[1].after", "30s", "1m")]


def test_the_order_in_which_preferred_agents_are_sought_is_a_difference() -> None:
    spans = {Preferred.LAST_AGENT: timedelta(seconds=20), Preferred.ACCOUNT_OWNER: timedelta(seconds=5)}
    one, other = (
        replace(
            SHIPPED, queues={**SHIPPED.queues, BILLING: replace(SHIPPED.queues[BILLING], preferred=order)}
        )
        for order in (spans, dict(reversed(spans.items())))
    )
    assert [change.path for change in differences(one, other)] == ["queues.billing.preferred"]


BILLING = QueueName("billing")


def test_who_gains_loses_or_reaches_a_queue_later_is_told() -> None:
    after = site(
        ("requires: {billing: 2}", STEPS % "30s"),
        ("{support: 2, billing: 5, english: 3, mandarin: 5}", "{english: 3, mandarin: 5}"),
        ("{support: 4, billing: 3", "{support: 4, billing: 2"),
        ("{support: 3, english: 2, mandarin: 5}", "{support: 3, billing: 3}"),
    )
    support, half_a_minute, at_once = QueueName("support"), timedelta(seconds=30), timedelta()
    assert reaches(SHIPPED, after) == [
        Reach(AgentId("1001"), BILLING, None, at_once),
        Reach(AgentId("1002"), BILLING, at_once, half_a_minute),
        Reach(AgentId("1003"), BILLING, at_once, None),
        Reach(AgentId("1003"), support, at_once, None),
    ]


# --- properties ---------------------------------------------------------------------------------------
levels = st.dictionaries(st.sampled_from(SHIPPED.skills), st.integers(1, 5))
spans = st.integers(1, 5000).map(lambda seconds: timedelta(seconds=seconds))


@st.composite
def changed(draw: st.DrawFn) -> Site:
    """A site somewhat like the shipped one."""
    agents = {
        id: replace(agent, skills=draw(levels), phone=draw(st.sampled_from(["1001", "x", "y"])))
        for id, agent in SHIPPED.agents.items()
        if draw(st.booleans())
    }
    queues = {
        name: replace(queue, ring=draw(spans), requires=draw(levels), priority=draw(st.integers(0, 2)))
        for name, queue in SHIPPED.queues.items()
        if draw(st.booleans())
    }
    routing = replace(
        SHIPPED.routing, strict=draw(st.booleans()), never_wait_longer_than=draw(st.none() | spans)
    )
    return replace(SHIPPED, agents=agents, queues=queues, routing=routing)


@settings(deadline=None)
@given(changed(), changed())
def test_sites_differ_in_some_place_exactly_if_they_are_not_equal(one: Site, other: Site) -> None:
    assert differences(one, one) == []
    assert bool(differences(one, other)) == (one != other)


@settings(deadline=None)
@given(changed(), changed())
def test_the_way_back_is_the_same_way(one: Site, other: Site) -> None:
    there = {(change.path, change.before, change.after) for change in differences(one, other)}
    back = {(change.path, change.after, change.before) for change in differences(other, one)}
    assert there == back
    assert [(r.agent, r.queue, r.before, r.after) for r in reaches(one, other)] == [
        (r.agent, r.queue, r.after, r.before) for r in reaches(other, one)
    ]


@settings(deadline=None)
@given(changed(), changed())
def test_agents_who_reach_the_same_as_before_are_not_named(one: Site, other: Site) -> None:
    assert reaches(one, replace(one, numbers={})) == []
    assert all(reach.before != reach.after for reach in reaches(one, other))


def test_skills_are_told_in_the_words_of_the_file() -> None:
    billing = replace(SHIPPED.queues[BILLING], requires={SkillName("billing"): 2, SkillName("english"): 1})
    new = replace(SHIPPED, queues={**SHIPPED.queues, QueueName("new"): billing})
    [change] = differences(SHIPPED, new)
    assert (change.path, change.before) == ("queues.new", None)
    assert "requires: {billing: 2, english: 1}" in (change.after or "")
