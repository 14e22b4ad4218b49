"""A pretend switch: it knows what is true of every leg, does what it is asked, and reports on an unsure line.

What is true changes here at once; what the centre hears of it goes over `Line`. The whole look (`look`) is
made of the truth. It behaves as the real one was seen to: the agent's leg rings, is answered, hears the
whisper and then fetches the caller out of the holding bridge; a caller who has left by then is not there
to be fetched, and the leg says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ctid.model.effects import ClearLeg, NotePlace, RingAgent
from ctid.model.ids import LegId
from ctid.model.reasons import Reason
from ctid.model.reports import (
    CallArrived,
    IvrLeft,
    KeptPlace,
    LegAlerting,
    LegAnswered,
    LegCleared,
    LegFailed,
    LegHeld,
    LegJoined,
    LegParted,
    PhoneChanged,
    SeenLeg,
    SwitchSeen,
)
from ctid.sim.agenda import Agenda
from ctid.sim.chance import Chance
from ctid.sim.line import Line
from ctid.sim.plan import NODE, Delays

NORMAL, BUSY, NO_ANSWER, UNREACHABLE, REJECTED = 16, 17, 19, 20, 21
_WHY = {BUSY: "busy", UNREACHABLE: "unreachable", REJECTED: "rejected", NO_ANSWER: "no_answer"}


@dataclass(slots=True)
class CallersLeg:
    """A caller on the switch."""

    leg: LegId
    ani: str
    dnis: str
    flow: str
    started_at: datetime
    in_session: bool = True
    verb: str = ""
    place: KeptPlace | None = None
    peer: "AgentsLeg | None" = None


@dataclass(slots=True)
class AgentsLeg:
    """A leg toward an agent's phone."""

    ring: RingAgent
    alerting: bool = False
    answered: bool = False
    peer: CallersLeg | None = None

    @property
    def bridge(self) -> str:
        """The bridge in which it meets its caller."""
        return f"bridge-{self.ring.offer}"


@dataclass(slots=True)
class Hooks:
    """Who is told the truth: the caller's ears, and the person whose phone rings."""

    joined: Callable[[CallersLeg, AgentsLeg], None]
    left_alone: Callable[[CallersLeg], None]
    rings: Callable[[AgentsLeg], None]


class Switch:
    """The truth about legs. `hooks` must be given before the first call."""

    hooks: Hooks

    def __init__(self, agenda: Agenda, line: Line, delays: Delays, chance: Chance) -> None:
        self.callers: dict[LegId, CallersLeg] = {}
        self.legs: dict[LegId, AgentsLeg] = {}
        self.phones: dict[str, bool] = {}
        self._ringing: dict[str, LegId] = {}  # phone → the leg that has it
        self._agenda = agenda
        self._line = line
        self._delays = delays
        self._chance = chance

    # --- callers --------------------------------------------------------------------------------------
    def arrives(self, caller: CallersLeg) -> None:
        """A call comes in and its session asks what to do."""
        self.callers[caller.leg] = caller
        self._line.say(CallArrived(caller.leg, caller.ani, "", caller.dnis, caller.flow))

    def ends_session(self, caller: CallersLeg, verb: str, place: KeptPlace | None = None) -> None:
        """The session ends with a verb, which the caller's leg does from now on."""
        caller.in_session, caller.verb, caller.place = False, verb, place
        self._line.say(IvrLeft(caller.leg, verb))
        if verb == "wait":
            self._line.report(LegHeld(caller.leg))

    def note_place(self, effect: NotePlace) -> None:
        """The caller's leg has another place in the line."""
        caller = self.callers.get(effect.caller)
        if caller is not None and self._line.up:
            caller.place = KeptPlace(effect.queue, effect.requires, effect.priority, effect.entered_at)

    def takes_out(self, leg: LegId, verb: str) -> CallersLeg | None:
        """Take a caller out of the line or their session to do a verb; return them if they are there."""
        caller = self.callers.get(leg)
        if caller is None or caller.peer is not None or not self._line.up:
            return None
        if caller.in_session:
            self.ends_session(caller, "")
        caller.verb = verb
        return caller

    def starts_anew(self, caller: CallersLeg) -> None:
        """The caller is asked for their way again."""
        caller.in_session, caller.place = True, None
        self._line.say(CallArrived(caller.leg, caller.ani, "", caller.dnis, caller.flow))

    def back_in_line(self, caller: CallersLeg) -> None:
        """The caller waits again."""
        caller.verb = "wait"
        self._line.report(LegHeld(caller.leg))

    def hangs_up(self, caller: CallersLeg) -> None:
        """The caller is gone, out of whatever it was."""
        if self.callers.pop(caller.leg, None) is None:
            return
        agent = caller.peer
        if agent is not None:
            self._part(caller, agent, caller.leg, agent.ring.leg)
        if caller.in_session:
            self._line.say(IvrLeft(caller.leg, ""))
        self._line.report(LegCleared(caller.leg, NORMAL))
        if agent is not None:
            self._ends(agent, NORMAL)

    # --- agents' legs -----------------------------------------------------------------------------------
    def ring(self, effect: RingAgent) -> None:
        """Ring a phone, if there is one to ring."""
        if not self._line.up:
            self._line.say(LegFailed(effect.leg, Reason("switch_lost")))
        elif effect.caller not in self.callers:
            self._line.say(LegFailed(effect.leg, Reason("caller_left")))
        else:
            leg = self.legs[effect.leg] = AgentsLeg(effect)
            self._agenda.after(self._delays.ring.draw(self._chance), lambda: self._alert(leg))

    def _alert(self, leg: AgentsLeg) -> None:
        phone = leg.ring.phone
        if leg.ring.leg not in self.legs:
            return
        if not self.phones.get(phone, False) or phone in self._ringing:
            self.fails(leg, BUSY if phone in self._ringing else UNREACHABLE)
            return
        self._ringing[phone] = leg.ring.leg
        leg.alerting = True
        self._line.report(LegAlerting(leg.ring.leg))
        self._agenda.after(leg.ring.timeout, lambda: self.fails(leg, NO_ANSWER))
        self.hooks.rings(leg)

    def fails(self, leg: AgentsLeg, cause: int) -> None:
        """A leg that was not answered ends."""
        if leg.ring.leg in self.legs and not leg.answered:
            self._line.report(LegFailed(leg.ring.leg, Reason(_WHY[cause], {"rang_s": 0})))
            self._ends(leg, cause)

    def answers(self, leg: AgentsLeg) -> None:
        """The phone is picked up; the whisper, then the caller."""
        if leg.ring.leg in self.legs:
            leg.answered = True
            self._line.report(LegAnswered(leg.ring.leg))
            self._agenda.after(self._delays.whisper.draw(self._chance), lambda: self._fetch(leg))

    def _fetch(self, leg: AgentsLeg) -> None:
        caller = self.callers.get(leg.ring.caller)
        if leg.ring.leg not in self.legs:
            return
        if caller is None or caller.peer is not None:
            self._line.report(LegFailed(leg.ring.leg, Reason("caller_left")))
            self._ends(leg, NORMAL)
            return
        caller.peer, leg.peer = leg, caller
        self._line.report(LegJoined(leg.ring.leg, leg.bridge))
        self._line.report(LegJoined(caller.leg, leg.bridge))
        self.hooks.joined(caller, leg)

    def clear(self, effect: ClearLeg) -> None:
        """Hang a leg up as asked; one that is gone already stays so."""
        if not self._line.up:
            return
        if effect.leg in self.legs:
            self.agent_leaves(self.legs[effect.leg])
        elif effect.leg in self.callers:
            self.hangs_up(self.callers[effect.leg])

    def agent_leaves(self, leg: AgentsLeg) -> None:
        """The agent's leg ends; the caller, if there is one, goes on alone."""
        caller = leg.peer
        if caller is not None:
            self._part(caller, leg, leg.ring.leg, caller.leg)
            caller.verb, caller.place = "", None
            self.hooks.left_alone(caller)
        self._ends(leg, NORMAL)

    def _part(self, caller: CallersLeg, agent: AgentsLeg, *order: LegId) -> None:
        caller.peer = agent.peer = None
        for leg in order:
            self._line.report(LegParted(leg, agent.bridge))

    def _ends(self, leg: AgentsLeg, cause: int) -> None:
        if self.legs.pop(leg.ring.leg, None) is not None:
            if self._ringing.get(leg.ring.phone) == leg.ring.leg:
                del self._ringing[leg.ring.phone]
            self._line.report(LegCleared(leg.ring.leg, cause))

    # --- the whole ---------------------------------------------------------------------------------------
    def turn(self, phone: str, *, reachable: bool) -> None:
        """A phone comes or goes; with it goes whatever rings or talks there."""
        self.phones[phone] = reachable
        self._line.report(PhoneChanged(phone, reachable))
        leg = self.legs.get(self._ringing.get(phone, LegId("")))
        if leg is not None and not reachable:
            if leg.answered:
                self.agent_leaves(leg)
            else:
                self.fails(leg, UNREACHABLE)

    def look(self) -> SwitchSeen:
        """Return what a whole look sees."""
        callers = [_seen_caller(caller) for caller in self.callers.values()]
        agents = [_seen_agent(leg) for leg in self.legs.values()]
        return SwitchSeen(NODE, (*callers, *agents), dict(self.phones))


def _seen_caller(caller: CallersLeg) -> SeenLeg:
    return SeenLeg(
        caller.leg,
        caller=True,
        answered=True,
        holding=caller.verb == "wait" and caller.peer is None,
        peers=(caller.peer.ring.leg,) if caller.peer is not None else (),
        ani=caller.ani,
        dnis=caller.dnis,
        started_at=caller.started_at,
        flow=caller.flow,
        verb=caller.verb,
        place=caller.place,
    )


def _seen_agent(leg: AgentsLeg) -> SeenLeg:
    return SeenLeg(
        leg.ring.leg,
        answered=leg.answered,
        ringing=leg.alerting and not leg.answered,
        peers=(leg.peer.leg,) if leg.peer is not None else (),
        agent=leg.ring.agent,
        toward=leg.ring.caller,
    )
