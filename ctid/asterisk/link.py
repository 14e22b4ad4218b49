"""The link to one switch: two manager connections, and the whole looks that keep us right.

Two orders matter.

*Seen before heard.* While a whole look is taken, and all the time while the switch is lost, events are kept
back; the look is reported first, then they are told. So the centre never hears of a leg's end and sees that
leg alive afterwards, and never takes a caller who has talked meanwhile for one who gave up.

*Down before up.* When either connection breaks, the switch is lost: with events alone nothing can be
done, with actions alone nothing is known. It is back when both are up and a look was taken.
"""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from ctid.asterisk.ami_connection import ActionRefused, AmiConnection, LoginRefused, ManagerUser, Pace
from ctid.asterisk.ami_frames import Message, Values
from ctid.asterisk.cel import histories_since
from ctid.asterisk.devices import to_ring
from ctid.asterisk.fence import Fence
from ctid.asterisk.from_switch import Listening
from ctid.asterisk.mistakes import not_connected
from ctid.asterisk.resync import Look, look
from ctid.model.ids import NodeId
from ctid.model.mistakes import Mistake, Mistaken
from ctid.model.reports import LegHistory, Report, SwitchLost
from ctid.model.steps import Step, unheard

log = logging.getLogger(__name__)

STEPS = frozenset(("Originate", "Redirect"))  # actions that cannot be taken back
LOOK_BACK = timedelta(days=1)  # how far the channel event log is read at the first connect …
MOST_KEPT_BACK = 10_000  # reports; of more, the look and the switch's own record tell
OVERLAP = timedelta(seconds=10)  # … and before a loss: a leg told twice is one leg, a leg never told is stuck


@dataclass(frozen=True, slots=True)
class Switch:
    """A switch: its name in every leg's id, and its manager's two users.

    `cel_file` is its channel event log, read for calls that ended while ctid was away; None reads none.
    `control` are the words before a command of its console, none where ctid has no way to it.
    """

    node: NodeId
    events: ManagerUser
    actions: ManagerUser
    cel_file: Path | None = None
    look_every: float = 60.0  # seconds
    pace: Pace = field(default_factory=Pace)
    control: tuple[str, ...] = ()


class Link:
    """Reports what happens on a switch, and passes actions to it.

    `up_since` is None while the switch is lost; `losses` counts how often it was; `differences` counts
    the channels of which a look found that the events had told us wrong.
    """

    def __init__(
        self,
        switch: Switch,
        *,
        report: Callable[[Report], None],
        clock: Callable[[], datetime],
        chance: random.Random,
    ) -> None:
        self.step: Step = unheard  # told before and after an action of `STEPS`
        self.first_words: Callable[[], Iterable[Values]] = tuple  # said whenever we are back, before we look
        self.up_since: datetime | None = None
        self.losses = 0
        self.differences = 0
        self._switch = switch
        self._node = switch.node
        self._report = report
        self._clock = clock
        self._held: deque[Report] | None = deque(maxlen=MOST_KEPT_BACK)
        self._started = ""  # when Asterisk started, in its own words
        self._heard_at = clock() - LOOK_BACK
        self._unheard_since: datetime | None = None
        self._due = asyncio.Event()
        self._listening = Listening(self._node, self._hear, clock)
        wanted = self._listening.wanted() | {"FullyBooted": lambda _: self._due.set()}
        self._events, self._actions = (
            AmiConnection(user, events, up=self._due.set, down=self._lose, chance=chance, pace=switch.pace)
            for user, events in ((switch.events, wanted), (switch.actions, {}))
        )
        if switch.control:
            self._events.fence = self._actions.fence = Fence(switch.control)

    @property
    def whole(self) -> bool:
        """Say whether both connections are up."""
        return self._events.connected and self._actions.connected

    def channel(self, unique: str) -> str | None:
        """Return the name of a live channel."""
        return self._listening.channels.get(unique)

    def look_soon(self, since: datetime | None = None) -> None:
        """Have a whole look taken now, and the switch's own record read from `since` on."""
        self._unheard_since = since or self._unheard_since
        self._due.set()

    def endpoint(self, phone: str) -> str:
        """Choose the device of an agent's phone that is to be rung."""
        return to_ring(phone, self.reachable())

    def reachable(self) -> frozenset[str]:
        """Return the endpoints that can be reached now."""
        return frozenset(name for name, reachable in self._listening.devices.items() if reachable)

    def trouble(self) -> Mistake | None:
        """Say what keeps a connection down, for a person to mend."""
        for connection in (self._events, self._actions):
            if connection.failure is not None:
                return not_connected(connection.user, connection.failure)
        return None

    async def act(self, values: Values) -> list[Message]:
        """Send an action as the actions user; raises what `AmiConnection.act` raises."""
        if values["Action"] not in STEPS:
            return await self._actions.act(values)
        self.step(f"before {values['Action']} is sent")
        answer = await self._actions.act(values)
        self.step(f"after {values['Action']} is sent")
        return answer

    async def run(self) -> None:
        """Stay connected and look; until cancelled. Raises `Mistaken` (R402, R404) for a first login."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._stay(self._events))
            group.create_task(self._stay(self._actions))
            group.create_task(self._look_on())

    async def _stay(self, connection: AmiConnection) -> None:
        try:
            await connection.run()
        except LoginRefused as error:
            raise Mistaken([not_connected(connection.user, error)]) from error

    async def _look_on(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._switch.look_every):
                    await self._due.wait()
            self._due.clear()
            if self.whole:
                await self._look()

    async def _look(self) -> None:
        if self._held is None:
            self._held = deque()
        logins = self._logins()
        try:
            began = self._clock()
            if self.up_since is None:
                for action in self.first_words():
                    await self.act(action)
            seen = await look(self.act, self._clock)
            histories = await self._histories(began)
            if self._logins() == logins and self.whole:
                self._see(seen, histories)
        except (OSError, TimeoutError, ActionRefused) as error:
            log.warning("a look at %s failed: %s", self._node, str(error) or "no answer in time")
            if self.up_since is None:  # a switch that was never seen is not up: soon again
                asyncio.get_running_loop().call_later(self._switch.pace.ping_every, self._due.set)
        finally:
            if self.up_since is not None:
                self._let_go()

    async def _histories(self, looked_at: datetime) -> tuple[LegHistory, ...]:
        unheard, self._unheard_since = self._unheard_since, None
        starts = [unheard] if unheard is not None else []
        if self.up_since is None:
            starts.append(self._heard_at)
        if self._switch.cel_file is None or not starts:
            return ()
        since = min(starts) - OVERLAP
        return await asyncio.to_thread(histories_since, self._switch.cel_file, self._node, since, looked_at)

    def _see(self, seen: Look, histories: tuple[LegHistory, ...]) -> None:
        restarted = self._started not in ("", seen.started)
        report = seen.seen(self._node, histories=histories, restarted=restarted)
        wrong = self._listening.correct(seen.names(), seen.reachable())
        if self.up_since is None:
            self.up_since = self._clock()
        elif wrong:
            self.differences += wrong
            log.warning("%s: events had told wrong of %d channels", self._node, wrong)
        self._started = seen.started
        self._report(report)

    def _lose(self, why: str) -> None:
        if self.up_since is None:
            return
        self._let_go()
        self.up_since, self._heard_at = None, self._clock()
        self.losses += 1
        self._report(SwitchLost(self._node, why))
        self._held = deque(maxlen=MOST_KEPT_BACK)

    def _hear(self, report: Report) -> None:
        if self._held is None:
            self._report(report)
        else:
            self._held.append(report)

    def _let_go(self) -> None:
        held, self._held = self._held or (), None
        for report in held:
            self._report(report)

    def _logins(self) -> tuple[int, int]:
        return self._events.logins, self._actions.logins
