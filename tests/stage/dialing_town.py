"""A town in which two campaigns dial the same few people: daemon, store, switch and people on a clock.

The daemon is the centre as it runs: what it says is durable some steps later, what is `ONCE_WRITTEN` is done
only then, and a crash keeps what was durable and what the switch has done, and nothing else. All that was
recorded is in `journal`. `faults` holds what must never be seen.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from ctid.centre import campaigns
from ctid.centre.centre import Centre
from ctid.centre.rules import Input
from ctid.dialer.compliance.history import past_of
from ctid.dialer.wiring import sources_of
from ctid.model import commands
from ctid.model.attempt_effects import PlaceAttempt
from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState, Mode
from ctid.model.calling_rules import Abandonment, Cap, Edition, Law, Profile, Rests, Window
from ctid.model.campaigns import Campaign
from ctid.model.customers import Identification
from ctid.model.effects import Effect, IdentifyCaller, Keep, PopCustomer, ToSwitch
from ctid.model.events import Event
from ctid.model.ids import AgentId, OfferId, QueueName, SkillName, lead_id, switch_id
from ctid.model.lead_queries import CampaignOpened, FindLeads, LeadsFound, OpenCampaign
from ctid.model.leads import Lead, LeadNumber, LeadState
from ctid.model.mistakes import Text
from ctid.model.reasons import Reason
from ctid.model.reports import CallerIdentified, LegFailed, PopNotShown
from ctid.model.site import Agent, Disposition, NotReadyReason, Queue, Site
from ctid.runtime.dispatch import ONCE_WRITTEN
from ctid.runtime.recorder import Recorder
from ctid.runtime.sources import LAWS
from ctid.store.encoding import encode
from dialing_store import Rows, TownStore
from dialing_switch import Switch

START = datetime(2026, 11, 22, 15, tzinfo=UTC)
DAY = timedelta(days=1)
QUEUE, SUPPORT = QueueName("support"), SkillName("support")
NUMBERS = [f"+1202555{n:04d}" for n in range(100, 106)]
EVERYBODY = frozenset({"US"})
ALWAYS = Profile(
    "always", "2026-01-01", EVERYBODY, abandonment=Abandonment((Window(DAY, 0.5), Window(None, 0.5)))
)
CAPPED = Profile("capped", "2026-01-01", EVERYBODY, caps=(Cap(20 * DAY, 2),), rests=Rests(refused=60 * DAY))
STRICT = replace(ALWAYS, version="2026-11-26", caps=(Cap(30 * DAY, 1),))
FIRST, LATER = date(2026, 1, 1), date(2026, 11, 26)
LAWS_OF_OLD = (
    Law("always", Text("", ""), (Edition(FIRST, ALWAYS), Edition(LATER, STRICT))),
    Law("capped", Text("", ""), (Edition(FIRST, CAPPED),)),
)
NEW_LAWS = (Law("always", Text("", ""), (Edition(FIRST, STRICT),)), LAWS_OF_OLD[1])


def campaign(name: str, list: str, profile: str, mode: Mode) -> Campaign:
    return Campaign(
        name, Text("", ""), mode, profile, {list: 1}, {"": "+12025550199"}, "Seller", queue=QUEUE,
        ratio=3.0, calls_per_second=10.0, dispositions=("yes", "no"), refusals=("no",),
    )  # fmt: skip


def sites_of(modes: Iterable[Mode]) -> Mapping[str, Site]:
    """Two campaigns, or only the first."""
    one, other = modes
    both = (campaign("spring", "a", "always", one), campaign("autumn", "b", "capped", other))
    return {"both": _site(*both), "one": _site(both[0])}


def _site(*both: Campaign) -> Site:
    return Site(
        name=Text("Town", "小镇"),
        region="US",
        agents={AgentId(id): Agent(AgentId(id), id, id, {SUPPORT: 3}) for id in ("1001", "1002")},
        queues={
            QUEUE: Queue(QUEUE, Text("", ""), {SUPPORT: 1}, timedelta(seconds=12), timedelta(seconds=30))
        },
        skills=(SUPPORT,),
        numbers={},
        dispositions={code: Disposition(code, Text(code, code)) for code in ("yes", "no")},
        not_ready_reasons={"lunch": NotReadyReason("lunch", Text("Lunch", "午餐"))},
        campaigns={each.name: each for each in both},
    )


def people() -> Iterable[Lead]:
    """Six people; two of them are on both lists."""
    for batch, list, numbers in ((1, "a", NUMBERS[:4]), (2, "b", NUMBERS[2:])):
        for row, number in enumerate(numbers, 1):
            second = (LeadNumber(NUMBERS[5]),) if row == 1 else ()
            yield Lead(lead_id(batch, row), list, (LeadNumber(number), *second), batch=batch, zone="East")


@dataclass
class Said:
    """A batch of what the daemon said: not durable yet."""

    lines: list[str]
    records: list[object]
    once: list[Effect]


@dataclass
class Town:
    """`heard` is what the daemon has been told of do-not-call lists."""

    modes: tuple[Mode, Mode]
    now: datetime = START
    store: TownStore = field(default_factory=TownStore)
    newest: Rows = field(default_factory=Rows)
    pending: deque[Said] = field(default_factory=deque)
    answers: deque[Input] = field(default_factory=deque)
    journal: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    heard: set[str] = field(default_factory=set)
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    sites: Mapping[str, Site] = field(init=False)
    site: Site = field(init=False)
    laws: tuple[Law, ...] = LAWS_OF_OLD
    switch: Switch = field(init=False)
    centre: Centre = field(init=False)
    calls: list[tuple[PlaceAttempt, datetime]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sites = sites_of(self.modes)
        self.site = self.sites["both"]
        for lead in people():
            self.store.keep(lead)
        self.switch = Switch(self.now, tuple(self.site.agents), self.dialled)
        self.begins()
        for agent in self.site.agents:
            self.do(commands.SignOn("on", agent))
            self.do(commands.GetReady("ready", agent))
        for name in self.site.campaigns:
            self.do(commands.StartCampaign("start", "boss", name))

    def begins(self) -> None:
        """A daemon starts on what is durable."""
        self.pending.clear()
        self.answers.clear()
        self.heard.clear()
        self.newest = Rows(dict(self.store.of))
        self.recorder = Recorder(
            {"centre": self.name_of(self.site), "flows": [], "laws": encode(LAWS, self.laws)},
            lambda: OfferId(f"off_{next(self.numbers):04d}"),
            lambda: self.centre.dialling,
        )
        self.centre = Centre(
            self.site,
            new_offer_id=self.recorder.draw,
            read_site=lambda command: self.sites[command.centre],
            dials=sources_of(self.site, self.laws),
        )
        self.do(self.store.remembered())
        self.switch.connected = False
        self.switch.says.clear()
        self.switch.is_back()
        self.hears()

    def name_of(self, site: Site) -> str:
        return next(name for name, each in self.sites.items() if each is site)

    # --- the daemon --------------------------------------------------------------------------------
    def do(self, item: Input) -> None:
        """The daemon handles an input, and says what follows."""
        self.now += timedelta(milliseconds=10)
        self.switch.now = self.now
        said = self.centre.handle(item, now=self.now)
        lines = [line.text for line in self.recorder.lines(item, self.now, said)]
        records = [one.record for one in said if isinstance(one, Keep)]
        if isinstance(item, LeadsFound | CampaignOpened):
            known = [
                each.name for each in item.asked if each in self.store.lists
            ]  # none has replaced it since
            self.heard = {number for name in known for number in self.store.listed[name]}
        before = self.newest
        for one in said:
            if isinstance(one, Keep):
                if isinstance(one.record, Attempt) and (Attempt, one.record.id) not in self.newest.of:
                    before = Rows(dict(self.newest.of))
                self.newest.keep(one.record)
            elif isinstance(one, PlaceAttempt):
                self.look_at(one, before)
        once = [one for one in said if type(one) in ONCE_WRITTEN]
        self.pending.append(Said(lines, records, once))
        for one in said:
            if not isinstance(one, Event | Keep) and type(one) not in ONCE_WRITTEN:
                self.carry_out(one)

    def carry_out(self, effect: Effect) -> None:
        match effect:
            case PopCustomer(offer=offer):
                self.answers.append(PopNotShown(offer))
            case IdentifyCaller(leg=leg, number=number):
                self.answers.append(CallerIdentified(leg, Identification(number, ())))
            case OpenCampaign() | FindLeads():
                self.answers.append(self.store.answer(effect))
            case _ if isinstance(effect, ToSwitch):
                self.switch.perform(effect)

    def commits(self, most: int = 1000) -> None:
        """What was said becomes durable, and what waited for it is done."""
        while self.pending and most:
            said, most = self.pending.popleft(), most - 1
            self.journal += said.lines
            for record in said.records:
                self.store.keep(record)
            for effect in said.once:
                if isinstance(effect, PlaceAttempt) and effect.not_after and effect.not_after < self.now:
                    self.answers.append(LegFailed(effect.line, Reason("written_too_late")))
                else:
                    self.carry_out(effect)

    def gives_up(self) -> None:
        """What was said is durable in the end, but what waited for it is not done."""
        for said in self.pending:
            for effect in said.once:
                failed = ONCE_WRITTEN[type(effect)](effect)
                if failed is not None:
                    self.answers.append(failed)
            said.once.clear()

    def hears(self, most: int = 1000) -> None:
        """The daemon hears what the switch says and what the store answers."""
        while most and (self.switch.says or self.answers):
            most -= 1
            self.do(self.switch.says.popleft() if self.switch.says else self.answers.popleft())

    # --- what must never be seen -------------------------------------------------------------------
    def look_at(self, order: PlaceAttempt, before: Rows) -> None:
        """Whether somebody may be called is asked of all that the daemon has been told and has said."""
        attempt = self.newest.of[Attempt, switch_id(order.line)]
        lead, of = before.lead(attempt.lead), self.site.campaigns[attempt.campaign]
        forbidden = campaigns.forbids(self.centre._world, attempt.campaign)
        if forbidden is not None:
            self.faults.append(f"{attempt.id} is dialled although {forbidden}")
        if lead.state is not LeadState.OPEN or (lead.due_at or self.now) > self.now:
            self.faults.append(f"{lead.id} is called although it is {lead.state}, due at {lead.due_at}")
        if order.number in self.centre.do_not_call() or order.number in self.heard:
            self.faults.append(f"{order.number} is called although it is not to be")
        others = [one for one in before.all(Attempt) if one.number == order.number]
        if any(one.outcome in (None, AttemptOutcome.UNKNOWN) for one in others):
            self.faults.append(f"{order.number} is called although nobody knows of an earlier call")
        [law] = [law for law in self.laws if law.name == of.profile]
        today = (self.now - DAY / 2).date()  # in the zone where a day begins last
        profile = [each.profile for each in law.editions if each.valid_from <= today][-1]
        theirs = [one for one in before.all(Attempt) if one in others or one.lead == attempt.lead]
        past = [past_of(one, of.refusals) for one in theirs]
        for cap in profile.caps:
            made = [
                one for one in past
                if one.outcome is not AttemptOutcome.NOT_DIALLED and self.now - one.at < cap.within
            ]  # fmt: skip
            if len(made) >= cap.calls:
                self.faults.append(f"{order.number} is called more often than {cap}")
        if any(one.refused and self.now - one.at < profile.rests.refused for one in past):
            self.faults.append(f"{order.number} is called although they said no")

    def dialled(self, order: PlaceAttempt) -> None:
        """The switch dials a number: is it known what became of every earlier dial of it?"""
        if (Attempt, switch_id(order.line)) not in self.store.of:
            self.faults.append(f"{order.line} is dialled and not written")
        for earlier, _ in self.calls:
            if earlier.number != order.number:
                continue
            kept = self.store.of[Attempt, switch_id(earlier.line)]
            if earlier.line in self.switch.people:
                self.faults.append(f"{order.number} is dialled while it is being called")
            if kept.outcome in (None, AttemptOutcome.UNKNOWN, AttemptOutcome.NOT_DIALLED):
                self.faults.append(f"{order.number} is dialled twice: {kept.id} is {kept.outcome}")
        self.calls.append((order, self.now))

    def miscounted(self) -> list[str]:
        """The books of a campaign hold each person who answered once, as soon as an agent has them."""
        law = self.centre._world.dials.sources.law
        people = (AttemptOutcome.CONNECTED, AttemptOutcome.HUNG_UP, AttemptOutcome.ABANDONED)
        came = [
            AttemptOutcome.CONNECTED if one.state is AttemptState.CONNECTED else one.outcome
            for one in self.newest.all(Attempt)
            if one.campaign == "spring"
        ]
        live, lost = sum(each in people for each in came), came.count(AttemptOutcome.ABANDONED)
        ever = [
            each for each in law.tallies(self.site.campaigns["spring"], self.now) if each.name == "campaign"
        ]
        wrong = [each for each in ever if (each.live, each.abandoned) != (live, lost)]
        return [f"of {live} people {lost} were lost, and the books say {each}" for each in wrong]
