"""`outbound:` and `emergency:`, read and refused."""

from datetime import timedelta

import pytest

from ctid.config.centre import read_site
from ctid.model.ids import AgentId
from ctid.model.mistakes import Mistaken
from ctid.model.site import NightLock

SOUND = """\
name: {en: Test, zh: 测试}
region: CN
skills: [support]
agents: [{id: "1001", name: A, phone: "1001", skills: {support: 3}}]
queues: {support: {title: {en: S, zh: 客}, requires: {support: 1}, ring: 15s, wrap_up: 9s}}
calendars: {office: {zone: UTC, weekly: {mon: ["09:00-12:00"]}}}
numbers: {"4001": main}
"""
SHOWN = 'show_number: "+12025550199"'


def site(section: str):
    return read_site(SOUND + section, "centre.yaml", flows=["main"])


def test_destinations_have_classes_and_the_longest_prefix_counts() -> None:
    rules = site(
        f'outbound: {{{SHOWN}, destinations: {{"+1": abroad, "+1202": local}}, '
        'numbers: {desk: "+12025550100"}, number_of: {"1001": desk}, '
        "night: {calendar: office, classes: [abroad]}, "
        "caps: {calls: 50, talk: 2h, zone: Asia/Shanghai}}\n"
    ).outbound
    assert [rules.cost_class(n) for n in ("+12025550142", "+13035550142", "+442079460000")] == [
        "local", "abroad", None,
    ]  # fmt: skip
    assert rules.night == NightLock("office", frozenset({"abroad"}))
    assert (rules.caps.calls, rules.caps.talk, str(rules.caps.zone)) == (
        50,
        timedelta(hours=2),
        "Asia/Shanghai",
    )
    assert rules.numbers[rules.number_of[AgentId("1001")]] == "+12025550100"


def test_a_file_of_an_older_ctid_means_what_it_meant() -> None:
    rules = site(f'outbound: {{allow: ["+1202"], {SHOWN}}}\n').outbound
    assert (rules.cost_class("+12025550142"), rules.cost_class("+13035550142")) == ("allowed", None)
    assert (rules.night, rules.caps.calls, rules.caps.talk) == (None, None, None)


def test_emergency_numbers_are_the_regions_own_unless_they_are_named() -> None:
    assert site("").emergency.numbers == ("110", "119", "120")
    assert site('emergency: {show_number: "+12025550199"}\n').emergency.numbers == ("110", "119", "120")
    named = site('emergency: {numbers: ["112"], show_number: "+12025550199"}\n').emergency
    assert (named.numbers, named.show_number) == (("112",), "+12025550199")


SLIPS = [  # the section's rest, the one mistake it must give, a word of it
    ('allow: ["+1"], numbers: {a: "+12025550100"}, number_of: {"9": a}', "C133", "9"),
    ('allow: ["+1"], numbers: {a: "+12025550100"}, number_of: {"1001": b}', "C129", "a"),
    ('allow: ["+1"], numbers: {a: "202"}', "C127", "202"),
    ('destinations: {"+1202": local}, night: {calendar: office, classes: [locl]}', "C130", "local?"),
    ('destinations: {"+1202": local}, night: {calendar: ofice}', "C109", "office?"),
    ('destinations: {"1202": local}', "C127", "1202"),
    ("destinations: {}", "C122", "destinations"),
    ('allow: ["+1"], caps: {calls: 0}', "C131", "0"),
    ('allow: ["+1"], caps: {calls: many}', "C131", "many"),
    ('allow: ["+1"], caps: {talk: 5}', "C112", "5"),
    ('allow: ["+1"], caps: {zone: Mars}', "C117", "Mars"),
    ("ring: 5s", "C103", "allow"),
]


@pytest.mark.parametrize(("rest", "code", "word"), SLIPS)
def test_one_slip_is_told_once_at_its_place(rest: str, code: str, word: str) -> None:
    with pytest.raises(Mistaken) as told:
        site(f"outbound: {{{SHOWN}, {rest}}}\n")
    assert code in [mistake.code for mistake in told.value.mistakes]
    first = next(mistake for mistake in told.value.mistakes if mistake.code == code)
    assert first.place.line == SOUND.count("\n") + 1
    assert word in first.words()


@pytest.mark.parametrize("number", ["1", "+112", "1100000", "11o", "１１０"])
def test_only_what_people_key_is_an_emergency_number(number: str) -> None:
    with pytest.raises(Mistaken) as told:
        site(f'emergency: {{numbers: ["{number}"]}}\n')
    assert [mistake.code for mistake in told.value.mistakes] == ["C132"]
