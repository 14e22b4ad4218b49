"""What may happen in a town that dials (tests/stage/dialing_town.py): by name, each with a number drawn."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from ctid.centre.rules import Tick
from ctid.model import commands
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.attempts import Attempt, AttemptOutcome
from ctid.model.commands import ApplySite
from ctid.model.consents import Word
from ctid.model.ids import AgentId
from ctid.model.interactions import Interaction
from ctid.model.leads import Lead, LeadState
from ctid.model.reports import LeadsLost, StoreAble
from dialing_town import DAY, LAWS_OF_OLD, NEW_LAWS, NUMBERS, Town

HOUR = timedelta(hours=1)


def agent(n: int) -> AgentId:
    return AgentId(f"100{1 + n % 2}")


def campaign(n: int) -> str:
    return ("spring", "autumn")[n % 2]


# --- people ----------------------------------------------------------------------------------------
def is_called(town: Town, n: int) -> None:
    """Somebody whose phone is dialled: it rings, they answer, they wait, they leave."""
    if not town.switch.people or not _lives(town):
        return
    person = [*town.switch.people.values()][n % len(town.switch.people)]
    if not person.rings:
        town.switch.rings(person)
    elif not person.there and n % 3 == 0:
        town.switch.does_not_answer(person)
    elif not person.there:
        town.switch.answers(person)
    elif person.agent is None and not person.late and n % 2:
        town.switch.waits_too_long(person)
        if n % 4 == 3:
            town.switch.wants_no_more(person)
    else:
        town.switch.hangs_up(person)


def phone_rings(town: Town, n: int) -> None:
    """An agent's phone rings for them to stand by."""
    ringing = [leg for leg, one in town.switch.standing.items() if not one.up]
    if ringing and _lives(town):
        leg = ringing[n % len(ringing)]
        (town.switch.agent_does_not if n % 5 == 0 else town.switch.agent_answers)(leg)


def is_ready(town: Town, n: int) -> None:
    town.do(commands.SignOn("on", agent(n)))
    town.do(commands.GetReady("ready", agent(n)))


def is_not_ready(town: Town, n: int) -> None:
    town.do(commands.GoNotReady("lunch", agent(n), "lunch"))


def says_what_came(town: Town, n: int) -> None:
    for status in [one for one in town.newest.all(AgentStatus) if one.interaction is not None]:
        code = ("yes", "no")[n % 2]
        town.do(commands.Dispose("came", status.agent, status.interaction, code))


def looks_at_a_lead(town: Town, n: int) -> None:
    """An agent has a lead shown, and calls or skips the one that is."""
    shown = town.centre.preview(agent(n))
    if shown is None:
        town.do(commands.TakeLead("take", agent(n), campaign(n // 2)))
    elif shown.lead is not None and n % 4 == 3:
        town.do(commands.SkipLead("skip", agent(n), shown.lead.id))
    elif shown.lead is not None:
        town.do(commands.DialLead("dial", agent(n), shown.lead.id))


# --- supervisors -----------------------------------------------------------------------------------
def is_ordered(town: Town, n: int) -> None:
    name, who = campaign(n), "boss"
    orders = (
        commands.PauseCampaign("p", who, name),
        commands.StopCampaign("s", who, name),
        commands.KillDialing("k", who),
    )
    town.do(orders[n // 2 % 3])


def is_started(town: Town, n: int) -> None:
    if n % 2:
        town.do(commands.ResumeDialing("r", "boss"))
    for name in town.site.campaigns:
        town.do(commands.StartCampaign("start", "boss", name))


def is_forbidden(town: Town, n: int) -> None:
    town.do(commands.ForbidCallbacks("f", "boss", NUMBERS[n % len(NUMBERS)], "asked us"))


def list_comes_in(town: Town, n: int) -> None:
    """Another process imports a do-not-call list: whoever asks the store from now on is told."""
    town.store.takes_in(f"list{n % 3}", NUMBERS[n % len(NUMBERS)])


def is_applied(town: Town, n: int) -> None:
    """Another configuration, other laws."""
    town.site = town.sites[("both", "one")[n % 5 == 0]]
    town.laws = (LAWS_OF_OLD, NEW_LAWS)[n % 2]
    town.do(ApplySite("a", "boss", town.name_of(town.site), (), laws=town.laws))


# --- what befalls the machines ---------------------------------------------------------------------
def commits(town: Town, n: int) -> None:
    town.commits(1 + n)


def hears(town: Town, n: int) -> None:
    town.hears(1 + n)


def store_fails(town: Town, n: int) -> None:
    """What was said does not become durable soon, and what waits for it is not done."""
    town.do(StoreAble(False))
    town.gives_up()
    town.do(StoreAble(True))


def answer_is_lost(town: Town, n: int) -> None:
    if town.answers:
        town.answers.clear()
        town.do(LeadsLost(campaign(n)))
        town.do(LeadsLost(campaign(n + 1)))


def passes(town: Town, n: int) -> None:
    until = town.now + timedelta(seconds=(1, 5, 20)[n % 3])
    while (due := town.centre.next_deadline()) is not None and due <= until:
        town.now = max(town.now, due)
        town.do(Tick())
    town.now = max(town.now, until)
    town.do(Tick())


def sleeps(town: Town, n: int) -> None:
    """The machine sleeps: the clock leaps."""
    town.now += (HOUR / 4, HOUR, DAY, 6 * DAY)[n % 4]
    town.do(Tick())


def crashes(town: Town, n: int) -> None:
    """The daemon dies and starts again; the clock may be set meanwhile, which takes more than a second."""
    if n % 4 > 1:
        town.switch.unwritten.clear()
    town.now += (timedelta(), timedelta(seconds=7), HOUR, -HOUR)[n % 4]
    town.begins()


def freezes(town: Town, n: int) -> None:
    town.switch.frozen = True


def goes_on(town: Town, n: int) -> None:
    town.switch.goes_on() if town.switch.connected else town.switch.is_back()


def connection_breaks(town: Town, n: int) -> None:
    town.switch.is_lost(undone=n % 2 == 0)
    if n % 4 < 2:
        town.hears()
        town.switch.is_back()


def switch_dies(town: Town, n: int) -> None:
    town.switch.dies(forgets=n % 2 == 0)
    if n % 4 < 2:
        town.hears()
        town.switch.is_back()


def _lives(town: Town) -> bool:
    return not town.switch.frozen


ACTS: Mapping[str, tuple[int, Callable[[Town, int], None]]] = {
    each.__name__: (weight, each)
    for weight, each in (
        (8, is_called), (4, phone_rings), (3, is_ready), (1, is_not_ready), (2, says_what_came),
        (4, looks_at_a_lead), (1, is_ordered), (2, is_started), (1, is_forbidden), (1, list_comes_in),
        (2, is_applied), (5, commits), (5, hears), (1, store_fails), (1, answer_is_lost), (6, passes),
        (2, sleeps), (2, crashes), (1, freezes), (2, goes_on), (1, connection_breaks), (1, switch_dies),
    )
}  # fmt: skip
NAMES = [name for name, (weight, _) in ACTS.items() for _ in range(weight)]


# --- the end of the day ----------------------------------------------------------------------------
def closes(town: Town) -> list[str]:
    """Let everybody go and let time pass: nobody may be left in a state that somebody else has to end."""
    for _ in range(12):
        says_what_came(town, 0)
        goes_on(town, 0)
        for person in list(town.switch.people.values()):
            if person.order.line in town.switch.people:
                town.switch.hangs_up(person) if person.there else town.switch.does_not_answer(person)
        town.hears()
        town.commits()
        passes(town, 2)
        town.switch.say(town.switch.seen())  # as it is looked at each minute
        if town.centre.kill_switch() is None or not town.centre.kill_switch().killed:
            town.do(commands.KillDialing("k", "boss"))
    town.commits()
    stuck = [f"{one.id} never ended" for one in town.store.all(Attempt) if one.outcome is None]
    stuck += [
        f"{one.id} is being called for ever" for one in town.store.all(Lead) if one.state is LeadState.CALLING
    ]
    stuck += [f"{one.id} never closed" for one in town.store.all(Interaction) if one.closed_at is None]
    busy = (AgentState.RESERVED, AgentState.TALKING, AgentState.WRAP_UP)
    stuck += [
        f"{one.agent} is {one.state} for ever" for one in town.store.all(AgentStatus) if one.state in busy
    ]
    dials = town.centre._world.dials
    stuck += [f"{leg} is remembered" for leg in dials.of_leg]
    stuck += [f"{agent} waits for {id}" for agent, id in dials.kept.items()]
    stuck += [f"{leg} stands by for nothing" for leg in town.switch.standing]
    noted = {one.proof for one in town.store.all(Word)}
    noted |= {one.id for one in town.store.all(Attempt) if one.outcome is AttemptOutcome.UNKNOWN}  # barred
    stuck += [f"{id} wanted no more calls, and nobody wrote it" for id in town.switch.no_more - noted]
    return town.faults + stuck
