"""An observation as crowds: when the busy will be free, and when those called will want them."""

from collections.abc import Sequence
from heapq import heappop, heappush

import numpy as np

from ctid.dialer.pacing.answers import Ages
from ctid.dialer.pacing.handling import Handling
from ctid.dialer.pacing.lookahead import Crowd
from ctid.dialer.pacing.rate import PLAIN, Rate
from ctid.dialer.pacing.terms import AgentSeen, CallEnded, CallSeen, Doing, Observation, Result, Stage

STEPS = 9
LIKE_NEXT = 8  # leads next in line whose mean chance is that of a call more
_SETTLED = 4.0  # s after it was given up, a call has ended and its verdict is known
_NOBODY = Crowd(np.zeros(STEPS), np.zeros(STEPS))


class Sight:
    """All that is learnt of calls and work, and how it shows what is seen."""

    def __init__(self) -> None:
        self.rate = Rate()
        self.persons = Rate()
        self._calls = Ages(wanting=11.0, ending=22.0)
        self._verdicts = Ages(wanting=2.0, ending=3.0)
        self._handling = Handling()
        self._unsettled: list[tuple[float, str, float, bool]] = []
        self._until = (0.0,) * STEPS
        self._after = (0.0,) * STEPS

    def learn(self, seen: Observation, now: float) -> None:
        """Learn from what has ended, and set the horizon.

        Of a hundred calls started at once those that are answered end first, and the others together. So the
        rate is learnt in the order in which calls were started, when all of an age have ended.
        """
        for call in seen.ended:
            self._learn_call(call, seen)
        while self._unsettled and self._unsettled[0][0] <= now - seen.ring_for - _SETTLED:
            _, _, chance, wanted = heappop(self._unsettled)
            self.rate.learn(chance, answered=wanted)
        for one in seen.handled:
            self._handling.learn(one.talk, one.wrap, one.closing, machine=one.machine)
        step = self._calls.reach / STEPS
        self._until = tuple(step * (number + 1) for number in range(STEPS))
        self._after = tuple(step * (number + 0.5) + seen.connect_within for number in range(STEPS))

    def _learn_call(self, call: CallEnded, seen: Observation) -> None:
        heard = call.answered is not None
        wanted = heard and (call.result is not Result.MACHINE or not seen.classifies)
        settled = call.at
        if wanted and not seen.classifies and call.answered is not None:
            settled = call.answered
        elif call.result is Result.ABANDONED:
            settled -= seen.connect_within
        heappush(self._unsettled, (call.started, call.id, call.chance or PLAIN, wanted))
        self._calls.learn(settled - call.started, wanted=wanted)
        if seen.classifies and call.answered is not None:
            self.persons.learn(None, answered=wanted)
            self._verdicts.learn(settled - call.answered, wanted=wanted)

    def releases(self, agents: Sequence[AgentSeen], now: float) -> Crowd:
        """Return when the busy who go on will be free, each sooner by the time that a person may wait."""
        ages: dict[str, list[float]] = {"talk": [], "wrap": [], "closing": []}
        ends: list[float] = []
        for agent in agents:
            if agent.leaving:
                continue
            if agent.wraps_until is not None:
                ends.append(agent.wraps_until - now)
            elif agent.doing is Doing.WRAPPING:
                ages["wrap"].append(now - agent.since)
            elif agent.doing is Doing.TALKING and agent.closing is not None:
                ages["closing"].append(now - agent.closing)
            elif agent.doing is Doing.TALKING:
                ages["talk"].append(now - agent.since)
        rows = [self._handling.free_within(doing, one, self._after) for doing, one in ages.items() if one]
        if ends:
            rows.append((np.array(ends)[:, None] <= np.array(self._after)).astype(np.float64))
        return Crowd.of(np.concatenate(rows)) if rows else _NOBODY

    def answers(self, calls: Sequence[CallSeen], now: float) -> Crowd:
        """Return when those in flight will want an agent; those who wait for one are not among them."""
        early = [call for call in calls if call.stage is Stage.DIALLING or call.stage is Stage.RINGING]
        asked = [call for call in calls if call.stage is Stage.CLASSIFYING]
        crowd = _NOBODY
        if early:
            ages = [now - call.started for call in early]
            chances = np.array([self.rate.of(call.chance) for call in early])
            crowd += Crowd.of(self._calls.within(ages, chances, self._until))
        if asked:
            ages = [now - call.since for call in asked]
            chances = np.full(len(asked), self.persons.of(None))
            crowd += Crowd.of(self._verdicts.within(ages, chances, self._until))
        return crowd

    def returns(self, wanted: Crowd) -> Crowd:
        """Return when agents will be free again whom those `wanted` are given: machines let go soon."""
        done = self._handling.returns(self._after)
        later = np.diff((done[1:] + done[:-1]) / 2, prepend=0.0)
        again = np.convolve(wanted.mean, np.concatenate(([0.0], later)))[:STEPS]
        return Crowd(again, again)

    def one_more(self, chance: float) -> Crowd:
        """Return when a call started now would want an agent."""
        return Crowd.of(self._calls.within([0.0], np.array([chance]), self._until))

    def next_chance(self, chances: Sequence[float]) -> float:
        """Return the chance that the next call is answered, by the models of the `chances` next in line."""
        ahead = chances[:LIKE_NEXT]
        return self.rate.of(sum(ahead) / len(ahead) if ahead else None)

    @property
    def horizon(self) -> float:
        """How far is looked ahead (s)."""
        return self._until[-1]
