"""An Asterisk without Asterisk: what the daemon sees of one, on loopback, in milliseconds.

It speaks AMI to the daemon and FastAGI with it, and plays our dialplan (dialplan/) for pretend callers and
agents' phones: arrival, menu, laps of waiting, the agent's own leg, the talk, and what comes after. There is
no media. It is held to recordings of the real one (tests/recordings, `lab.record`): same messages, same
fields, same order of each leg's events.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ctid.lab.fake_channels import DOWN, HOLDING, RING, RINGING, TALK, UP, Board, Channel
from ctid.lab.fake_dialing import LINE, FakeDialing
from ctid.lab.fake_gateway import converse
from ctid.lab.fake_manager import Answer, FakeAmi, Fields, Refused, User

STALE = 25  # seconds after which a waiting caller gives ctid up, as in dialplan/20-verbs.conf
_BUSY, _NO_ANSWER, _NORMAL = 17, 19, 16


@dataclass
class FakePhone:
    """An agent's phone. `answers` after so many seconds (None never); `refuses` is a Q.850 cause."""

    name: str
    registered: bool = True
    answers: float | None = 0.02
    refuses: int | None = None
    talks: float | None = None  # then the agent hangs up
    deaf: bool = False  # registered, but nothing answers there any more


class FakeAsterisk:
    """One pretend switch. `lap` and `whisper` are seconds."""

    def __init__(
        self, phones: Iterable[str], agi_port: int, *, lap: float = 10.0, whisper: float = 0.0
    ) -> None:
        self.phones = {name: FakePhone(name) for name in phones}
        self.agi_port = agi_port
        self.globals: dict[str, str] = {}
        self.haste = 1.0  # how much faster than asked unanswered phones stop ringing
        self._secrets = {"events": secrets.token_hex(), "actions": secrets.token_hex()}
        actions = {
            "CoreStatus": self._core_status, "Status": self._status, "BridgeList": self._bridges,
            "DeviceStateList": self._devices, "Originate": self._originate, "Hangup": self._hang_up,
            "Setvar": self._set, "Redirect": self._redirect, "QueueStatus": lambda *_: ([], []),
            "QueueAdd": lambda *_: ([], []), "QueueRemove": lambda *_: ([], []),
        }  # fmt: skip
        users = {name: User(secret, listens=name == "events") for name, secret in self._secrets.items()}
        self._manager = FakeAmi(users, actions)
        self.board = Board(self._manager.tell)
        self.dialing = FakeDialing(self.board, self._manager.tell, self._run)
        actions |= {"DBGet": self.dialing.receipt, "Getvar": self.dialing.time}
        self._lap = lap
        self._whisper = whisper
        self._started = datetime.now(UTC)
        self._tasks: set[asyncio.Task[None]] = set()

    # --- its life -----------------------------------------------------------------------------------
    async def start(self) -> None:
        """Begin to listen; again on the same port after a stop."""
        await self._manager.open(self._manager.port)

    async def stop(self) -> None:
        """End every call and every connection."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._manager.close()

    def render(self) -> None:
        """Lay nothing out: there are no files."""

    def describe(self) -> dict[str, dict[str, str | int]]:
        """Say what the daemon's settings need to know, as `Switch.describe` does."""
        switch: dict[str, str | int] = {"host": "127.0.0.1", "ami_port": self._manager.port, "cel_file": ""}
        for name, secret in self._secrets.items():
            switch |= {f"{name}_user": name, f"{name}_secret": secret}
        return {"switch": switch, "agi": {"host": "127.0.0.1", "port": self.agi_port}}

    # --- people --------------------------------------------------------------------------------------
    async def call(self, ani: str, dnis: str = "4001", *, keys: str = "", name: str = "") -> Channel:
        """Have somebody call, who presses `keys` one by one where keys are asked for."""
        unique = f"{datetime.now(UTC).timestamp():.0f}.{self.board.number()}"
        channel = Channel(unique, f"PJSIP/trunk-{self.board.number():08x}", ani, name, "ctid-in", dnis, RING)
        channel.variables |= {"CTID_DNIS": dnis, "CTID_CALL": unique}
        self.board.new(channel)
        self._run(channel, self._arrival(channel, deque(keys)))
        return channel

    def hang_up(self, channel: Channel, cause: int = _NORMAL) -> None:
        """End a channel; the one it talks with goes on in its own dialplan."""
        peers = _peers(channel)
        self._stop(channel)
        self.board.hang_up(channel, cause)
        for peer in peers:
            self._alone(peer)

    def register(self, phone: str, *, registered: bool) -> None:
        """Have a phone come or go."""
        self.phones[phone].registered = registered
        self._manager.tell("DeviceStateChange", _device(self.phones[phone]))

    # --- the dialplan ----------------------------------------------------------------------------------
    async def _arrival(self, channel: Channel, keys: deque[str]) -> None:
        """[ctid-in]: asked three times, then the fallback."""
        self.board.turn(channel, UP)
        for _ in range(3):
            channel.variables["CTID_NEXT"] = ""
            await converse(self.agi_port, channel, keys)
            if channel.gone.is_set():
                return
            if verb := channel.variables["CTID_NEXT"]:
                await self._do(channel, verb)
                return
            await asyncio.sleep(1)
        await self._do(channel, "voicemail")

    async def _do(self, channel: Channel, verb: str) -> None:
        """[ctid-do]: laps of waiting; every other verb says its piece and ends."""
        channel.context, channel.exten = "ctid-do", verb
        while verb == "wait":
            self.board.enter(channel, "ctid-waiting", HOLDING)
            await asyncio.sleep(self._lap)
            self.board.leave(channel)
            alive_at = float(self.globals.get("CTID_ALIVE_AT", "0"))
            if datetime.now(UTC).timestamp() - alive_at > STALE:
                verb = "voicemail"
        self._end(channel, _NORMAL)

    async def _agent(self, leg: Channel, phone: FakePhone, ring: float) -> None:
        """The leg that an Originate makes, from the first ring to its `Bridge` ([ctid-agent])."""
        if phone.refuses is not None:
            self._fail(leg, phone.refuses, "0")
            return
        if not phone.deaf:
            self.board.turn(leg, RINGING)
        silent = phone.answers is None or phone.deaf
        await asyncio.sleep(ring if silent else min(ring, phone.answers or 0))
        if silent:
            self._fail(leg, _NO_ANSWER, "3")
            return
        self.board.turn(leg, UP)
        self._respond(leg, "Success", "4")
        if "CTID_STANDBY" in leg.variables:
            self.board.enter(leg, "ctid-standby", HOLDING)
            return
        await asyncio.sleep(self._whisper)
        peer = self.board.find(leg.variables["CTID_PEER"])
        if peer is None:
            self._tell_result(leg, "NONEXISTENT")
            self._end(leg, _NORMAL)
            return
        self._stop(peer)
        self.board.leave(peer)
        self.board.enter(leg, leg.unique, TALK)
        self.board.enter(peer, leg.unique, TALK)
        if phone.talks is not None:
            await asyncio.sleep(phone.talks)
            self.hang_up(leg)

    def _alone(self, channel: Channel) -> None:
        """Whoever is left in a bridge goes on: the agent's leg ends, the caller hears goodbye."""
        self._stop(channel)
        self.board.leave(channel)
        if "CTID_OFFER" in channel.variables:
            self._tell_result(channel, "SUCCESS")
        else:
            channel.context, channel.exten = "ctid-after", "s"
        self._run(channel, self._goodbye(channel))

    async def _goodbye(self, channel: Channel) -> None:
        await asyncio.sleep(0.01)
        self._end(channel, _NORMAL)

    def _tell_result(self, leg: Channel, result: str) -> None:
        told = [("UserEvent", "CtidLeg"), *leg.fields(), ("Offer", leg.unique), ("Result", result)]
        self._manager.tell("UserEvent", told)

    def _fail(self, leg: Channel, cause: int, reason: str) -> None:
        self.board.hang_up(leg, cause)
        self._respond(leg, "Failure", reason)

    def _respond(self, leg: Channel, response: str, reason: str) -> None:
        up = response == "Success"
        fields = [("ActionID", leg.unique), ("Response", response)]
        fields += [("Channel", leg.name if up else leg.name.rpartition("-")[0])]
        fields += [("Context", leg.context), ("Exten", leg.exten), ("Reason", reason)]
        fields += [("Uniqueid", leg.unique if up else "<null>"), ("CallerIDNum", leg.ani or "<unknown>")]
        fields += [("CallerIDName", "<unknown>"), *(leg.shown() if up else [])]
        self._manager.tell("OriginateResponse", fields)

    # --- actions -------------------------------------------------------------------------------------
    def _originate(self, fields: Mapping[str, str], variables: Mapping[str, str]) -> Answer:
        if fields["Channel"] == LINE:
            return self.dialing.place(fields, variables)
        phone = self.phones.get(fields["Channel"].removeprefix("PJSIP/"))
        if fields["ChannelId"] in self.board.channels:
            raise Refused("Channel ID already in use")
        ani = fields.get("CallerID", "").strip("<>")
        name = f"{fields['Channel']}-{self.board.number():08x}"
        leg = Channel(fields["ChannelId"], name, ani, "", fields["Context"], fields["Exten"], DOWN)
        leg.variables |= variables
        if phone is None or not phone.registered:
            self._later(lambda: self._respond(leg, "Failure", "0"))
        else:
            self._later(lambda: self._begin(leg, phone, int(fields["Timeout"]) / 1000 / self.haste))
        return [("Message", "Originate successfully queued")], []

    def _begin(self, leg: Channel, phone: FakePhone, ring: float) -> None:
        self.board.new(leg)
        self._run(leg, self._agent(leg, phone, ring))

    def _hang_up(self, fields: Mapping[str, str], _: Mapping[str, str]) -> Answer:
        channel = self._found(fields["Channel"])
        cause = int(fields.get("Cause", "0"))
        unanswered = channel.state in (DOWN, RINGING)
        self._later(lambda: self.hang_up(channel, cause))
        if unanswered:
            self._later(lambda: self._respond(channel, "Failure", "0"))
        return [("Message", "Channel Hungup")], []

    def _redirect(self, fields: Mapping[str, str], _: Mapping[str, str]) -> Answer:
        """Take one leg out of whatever it does into a verb of ours; the other goes on alone."""
        channel = self._found(fields["Channel"])
        peers = _peers(channel)
        self._stop(channel)
        self.board.leave(channel)
        verb = fields["Exten"] if fields["Context"] == "ctid-do" else "hangup"
        self._run(channel, self._do(channel, verb))
        for peer in peers:
            self._alone(peer)
        return [("Message", "Redirect successful")], []

    def _set(self, fields: Mapping[str, str], _: Mapping[str, str]) -> Answer:
        holder = self._found(fields["Channel"]).variables if "Channel" in fields else self.globals
        holder[fields["Variable"]] = fields["Value"]
        return [("Message", "Variable Set")], []

    def _status(self, fields: Mapping[str, str], _: Mapping[str, str]) -> Answer:
        wanted = fields.get("Variables", "")
        return [], [self.board.status(channel, wanted) for channel in self.board.channels.values()]

    def _bridges(self, fields: Mapping[str, str], _: Mapping[str, str]) -> Answer:
        return [], [self.board.listed(bridge) for bridge in self.board.bridges.values()]

    def _devices(self, fields: Mapping[str, str], _: Mapping[str, str]) -> Answer:
        return [], [[("Event", "DeviceStateChange"), *_device(phone)] for phone in self.phones.values()]

    def _core_status(self, fields: Mapping[str, str], _: Mapping[str, str]) -> Answer:
        day, time = self._started.strftime("%Y-%m-%d %H:%M:%S").split()
        up, processed = str(len(self.board.channels)), str(self.board.calls)
        return [
            ("CoreStartupDate", day), ("CoreStartupTime", time), ("CoreReloadDate", day),
            ("CoreReloadTime", time), ("CoreCurrentCalls", up), ("CoreProcessedCalls", processed),
        ], []  # fmt: skip

    # --- tasks ----------------------------------------------------------------------------------------
    def _found(self, name: str) -> Channel:
        channel = self.board.find(name)
        if channel is None:
            raise Refused("No such channel")
        return channel

    def _run(self, channel: Channel, dialplan: Coroutine[Any, Any, None]) -> None:
        channel.task = asyncio.get_running_loop().create_task(dialplan)
        self._tasks.add(channel.task)
        channel.task.add_done_callback(self._tasks.discard)

    def _stop(self, channel: Channel) -> None:
        """Take a channel out of its dialplan, unless it is the one that runs."""
        if channel.task is not None and channel.task is not asyncio.current_task():
            channel.task.cancel()

    def _end(self, channel: Channel, cause: int) -> None:
        self.board.hang_up(channel, cause)

    def _later(self, what: Callable[[], None]) -> None:
        """Do what an action asks for once its answer is out."""
        asyncio.get_running_loop().call_soon(what)


def _peers(channel: Channel) -> list[Channel]:
    """Return who hears the channel."""
    bridge = channel.bridge
    if bridge is None or bridge.technology == HOLDING:
        return []
    return [member for member in bridge.members if member is not channel]


def _device(phone: FakePhone) -> Fields:
    state = "NOT_INUSE" if phone.registered else "UNAVAILABLE"
    return [("Device", f"PJSIP/{phone.name}"), ("State", state)]
