"""What the index must not lose, case by case; and what every router answers to nonsense."""

from collections.abc import Callable

import pytest

from ctid.routing.indexed import IndexedRouter
from ctid.routing.skills import AtLeast, Not
from ctid.routing.terms import SECOND, Desk, Entry, Preference, Router, Rules, Step, Workflow
from routing_brute import BruteForce

STEPPED = Workflow("stepped", (Step(0, AtLeast("talk", 3)), Step(20 * SECOND, AtLeast("talk"))), ("talk",))

both = pytest.mark.parametrize("make", [IndexedRouter, BruteForce], ids=["indexed", "brute"])


def free(router: Router, agent: str, talk: int, *, at: int = 0) -> None:
    router.log_on(Desk(agent, {"talk": talk}), at)
    assert router.available(agent, at, at) == []


def absent_expert(router: Router) -> None:
    """With one who meets the first step logged on, it takes its time."""
    router.log_on(Desk("expert", {"talk": 5}), 0)


@both
def test_a_step_that_opened_unheard_counts_when_the_head_leaves(make: Callable[[], Router]) -> None:
    router = make()
    absent_expert(router)
    free(router, "novice", 1)
    router.arrive(Entry("a", STEPPED, 0), 0)
    router.arrive(Entry("b", STEPPED, 1), 1)
    assert [offer.entry for offer in router.leave("a", 30 * SECOND)] == ["b"]


@both
def test_a_step_that_opened_unheard_counts_when_the_head_s_exclusion_ends(make: Callable[[], Router]) -> None:
    router = make()
    absent_expert(router)
    router.log_on(Desk("novice", {"talk": 1}, {"voice": 2}), 0)
    router.available("novice", 0, 0)
    for name, until in (("a", 25), ("b", 60)):
        router.arrive(Entry(name, STEPPED, 0, excluded={"expert": until * SECOND}), 0)
    assert [offer.entry for offer in router.pass_time(30 * SECOND)] == ["a", "b"]


@both
def test_a_step_opens_at_its_time_and_the_inner_ring_comes_first(make: Callable[[], Router]) -> None:
    router = make()
    absent_expert(router)
    free(router, "novice", 1)
    router.arrive(Entry("a", STEPPED, 0), 0)
    assert router.next_deadline() == 20 * SECOND
    assert router.pass_time(20 * SECOND - 1) == []
    (offer,) = router.pass_time(20 * SECOND)
    assert (offer.agent, offer.ring) == ("novice", 1)
    router.arrive(Entry("b", STEPPED, 0), 30 * SECOND)
    assert [offer.agent for offer in router.available("expert", 0, 31 * SECOND)] == ["expert"]


@both
def test_a_step_that_the_last_expert_left_is_skipped_for_those_who_wait(make: Callable[[], Router]) -> None:
    router = make()
    absent_expert(router)
    free(router, "novice", 1)
    router.arrive(Entry("a", STEPPED, 0), 0)
    assert [offer.entry for offer in router.log_off("expert", 1)] == ["a"]


@both
def test_an_expert_who_comes_back_makes_nobody_wait_again(make: Callable[[], Router]) -> None:
    router = make()
    absent_expert(router)
    router.arrive(Entry("early", STEPPED, 0), 0)
    router.log_off("expert", 1)
    router.log_on(Desk("expert", {"talk": 5}), 2)
    router.arrive(Entry("late", STEPPED, 3), 3)
    router.log_on(Desk("novice", {"talk": 1}, {"voice": 2}), 4)
    assert [offer.entry for offer in router.available("novice", 4, 4)] == ["early"]


@both
def test_a_step_that_was_skipped_once_stays_open_when_another_is_skipped(make: Callable[[], Router]) -> None:
    crafts = ("gold", "silver", "bronze", "talk")
    steps = (Step(30 * SECOND * number, AtLeast(craft)) for number, craft in enumerate(crafts))
    router = make()
    for craft in crafts:
        router.log_on(Desk(craft, {craft: 1}), 0)
    router.arrive(Entry("a", Workflow("four", tuple(steps), ()), 0), 0)
    router.log_off("gold", 1)
    router.log_on(Desk("gold", {"gold": 1}), 2)
    router.log_off("bronze", 3)
    assert [offer.ring for offer in router.available("silver", 0, 4)] == [1]


@both
def test_the_rivals_are_found_behind_those_alike_who_are_excluded(make: Callable[[], Router]) -> None:
    router = make()
    for number in range(6):
        free(router, f"a{number}", 3)
    excluded = {"a0": SECOND, "a2": SECOND}
    (offer,) = router.arrive(Entry("e", STEPPED, 0, excluded=excluded), 0)
    assert [offer.agent, *(rival.agent for rival in offer.rivals)] == ["a1", "a3", "a4"]


@both
def test_the_later_of_two_exclusions_counts(make: Callable[[], Router]) -> None:
    router = make()
    router.log_on(Desk("a", {"talk": 3}), 0)
    router.arrive(Entry("e", STEPPED, 0), 0)
    for until in (30, 10):
        router.exclude("e", "a", until * SECOND, 0)
    assert router.available("a", 0, 20 * SECOND) == []
    assert [offer.entry for offer in router.pass_time(30 * SECOND)] == ["e"]


@both
def test_a_change_of_the_only_expert_s_skills_skips_nothing_in_between(make: Callable[[], Router]) -> None:
    router = make()
    absent_expert(router)
    free(router, "novice", 1)
    router.arrive(Entry("a", STEPPED, 0), 0)
    assert router.change(Desk("expert", {"talk": 4}), 1) == []


@both
def test_who_is_preferred_alone_may_take_an_entry_until_the_preference_is_over(
    make: Callable[[], Router],
) -> None:
    router = make()
    free(router, "novice", 1)
    router.log_on(Desk("friend", {}), 0)
    friend = Preference("friend", 10 * SECOND)
    for name in ("a", "b"):
        assert router.arrive(Entry(name, STEPPED, 0, prefers=friend), 0) == []
    (offer,) = router.available("friend", 0, SECOND)
    assert (offer.entry, offer.agent, offer.ring) == ("a", "friend", -1)
    assert router.pass_time(10 * SECOND - 1) == []
    assert [offer.agent for offer in router.pass_time(10 * SECOND)] == ["novice"]


@both
def test_one_slot_of_a_chat_that_frees_takes_one_entry_only(make: Callable[[], Router]) -> None:
    chat = Workflow("chat", (Step(0, Not(AtLeast("talk"))),), (), "chat")
    router = make()
    router.log_on(Desk("a", {}, {"chat": 3}), 0)
    router.available("a", 0, 0)
    offers = [offer for number in range(6) for offer in router.arrive(Entry(f"e{number}", chat, number), 9)]
    assert [offer.load for offer in offers] == [0, 1, 2]
    assert [offer.entry for offer in router.release("a", "chat", 10, 10)] == ["e3"]


@both
def test_entries_of_one_moment_go_by_their_ids_to_agents_by_theirs(make: Callable[[], Router]) -> None:
    router = make()
    for entry in ("c", "a", "b"):
        router.arrive(Entry(entry, STEPPED, 0), 0)
    for agent in ("z", "y"):
        router.log_on(Desk(agent, {"talk": 3}), 0)
    assert [offer.entry for agent in "zy" for offer in router.available(agent, 0, 0)] == ["a", "b"]


def languages(make: Callable[[Rules], Router], scarce: int, *, bilingual: int) -> Router:
    """So many speak both languages, best English first; two more only English, at level 3; all are free."""
    router = make(Rules(scarce=scarce))
    for number in range(bilingual):
        router.log_on(Desk(f"both{number}", {"en": 5, "es": 1}), 0)
        router.available(f"both{number}", 0, 0)
    for number in range(2):
        router.log_on(Desk(f"plain{number}", {"en": 3}), 0)
        router.available(f"plain{number}", 9, 9)
    return router


ENGLISH = Workflow("english", (Step(0, AtLeast("en")),), ("en",))
SPANISH = Workflow("spanish", (Step(0, AtLeast("es")),), ("es",))


@pytest.mark.parametrize("make", [IndexedRouter, BruteForce], ids=["indexed", "brute"])
def test_the_last_free_agents_with_a_skill_not_asked_for_are_spared(make: Callable[[Rules], Router]) -> None:
    router = languages(make, 3, bilingual=3)
    offers = [router.arrive(Entry(f"e{number}", ENGLISH, 9), 9)[0] for number in range(5)]
    assert [(offer.agent, offer.score, offer.spared) for offer in offers] == [
        ("both0", 4, 1),  # a third of three levels: they are still the better match
        ("both1", 4, 1),  # a half, rounded down
        ("plain0", 3, 0),  # the last one who speaks Spanish would be worth two
        ("plain1", 3, 0),
        ("both2", 2, 3),  # nobody else is left
    ]
    assert [(rival.agent, rival.score, rival.spared) for rival in offers[2].rivals] == [
        ("plain1", 3, 0),
        ("both2", 2, 3),
    ]


@pytest.mark.parametrize("make", [IndexedRouter, BruteForce], ids=["indexed", "brute"])
def test_nobody_is_spared_for_the_skill_that_is_asked_for_nor_if_the_site_spares_nobody(
    make: Callable[[Rules], Router],
) -> None:
    asked = languages(make, 5, bilingual=1).arrive(Entry("e", SPANISH, 9), 9)
    assert [(offer.agent, offer.score, offer.spared) for offer in asked] == [("both0", 0, 1)]  # for English
    unspared = languages(make, 0, bilingual=1).arrive(Entry("e", ENGLISH, 9), 9)
    assert [(offer.agent, offer.score, offer.spared) for offer in unspared] == [("both0", 5, 0)]


@pytest.mark.parametrize("make", [IndexedRouter, BruteForce], ids=["indexed", "brute"])
def test_those_at_work_are_not_counted_among_who_has_a_skill(make: Callable[[Rules], Router]) -> None:
    router = languages(make, 3, bilingual=2)
    router.unavailable("both1", 9)
    assert [offer.agent for offer in router.arrive(Entry("e", ENGLISH, 9), 9)] == ["plain0"]


def test_beyond_the_cap_the_longest_wait_passes_every_priority() -> None:
    rules = Rules(head_start=10**9 * SECOND, cap=60 * SECOND)
    for router in (IndexedRouter(rules), BruteForce(rules)):
        router.log_on(Desk("a", {"talk": 3}), 0)
        router.arrive(Entry("low", STEPPED, 0), 0)
        router.arrive(Entry("high", STEPPED, 59 * SECOND, 9), 59 * SECOND)
        assert [offer.entry for offer in router.available("a", 0, 60 * SECOND)] == ["low"]


@both
def test_what_is_said_of_nobody_is_refused_and_changes_nothing(make: Callable[[], Router]) -> None:
    router = make()
    for nonsense in (
        lambda: router.log_off("a", 0),
        lambda: router.change(Desk("a", {}), 0),
        lambda: router.available("a", 0, 0),
        lambda: router.unavailable("a", 0),
        lambda: router.take("a", "voice", 0),
        lambda: router.release("a", "voice", 0, 0),
        lambda: router.leave("e", 0),
        lambda: router.exclude("e", "a", 0, 0),
    ):
        with pytest.raises(KeyError):
            nonsense()
    router.log_on(Desk("a", {"talk": 2}), 0)
    router.arrive(Entry("e", STEPPED, 0), 0)
    for twice in (lambda: router.log_on(Desk("a", {}), 0), lambda: router.arrive(Entry("e", STEPPED, 1), 1)):
        with pytest.raises(ValueError):
            twice()
    assert [offer.entry for offer in router.available("a", 0, 2)] == ["e"]


def test_workflows_and_profiles_that_come_and_go_leave_nothing_behind() -> None:
    router = IndexedRouter()
    for number in range(1500):
        skill = f"s{number % 7}"
        flow = Workflow(f"w{number}", (Step(0, AtLeast(skill)),), (skill,))
        router.log_on(Desk(f"a{number}", {skill: number % 5 + 1, "other": number}), number)
        router.arrive(Entry(f"e{number}", flow, number), number)
        assert router.available(f"a{number}", number, number)
        router.log_off(f"a{number}", number)
    assert len(router._heads.buckets) < 1100
    assert len(router._profiles.at) == 1
