"""A connection to the manager that is always there, or on its way back.

panoramisk's `Manager` connects and sends. What it does by itself afterwards is unsound for a contact
centre, so `Wire` takes three of its turns away: its reconnect (a fixed delay, and it sends unanswered
actions again, Originate included), its ping (the answer is never looked at) and its login (the secret
in clear; it is skipped by giving no username). They are done here:

- login by MD5 challenge;
- a Ping every two seconds with a deadline of four: a stopped Asterisk keeps its TCP connections up, and
  only silence betrays it. It also flushes events that a lost wake-up in Asterisk holds back (#2145);
- reconnects after waits that double from half a second to five, with jitter, so that a crowd does not
  come back in step.

A refused login is retried too, once there has been a good one: the secret may be mended on the other side.
The first login of all is another matter: whoever starts ctid with a wrong secret is to be told, not kept
waiting. One refusal may pass: a ctid that was killed stays logged in until Asterisk has noticed, so a first
login has `Pace.patience` with a user that is taken. A ctid that is frozen stays so for ever; see `fence`.
"""

import asyncio
import hashlib
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass

from panoramisk.manager import Manager

from ctid.asterisk.ami_frames import Message, Unsendable, Values
from ctid.asterisk.ami_protocol import AmiProtocol, Gone, Wanted
from ctid.asterisk.fence import Fence

log = logging.getLogger(__name__)


class ActionRefused(Exception):
    """Asterisk answered `Response: Error`; the text is Asterisk's own."""


class LoginRefused(ActionRefused):
    """User or secret is wrong, or the address is not permitted."""


class UserTaken(LoginRefused):
    """Somebody is logged in as this user already (manager.conf: allowmultiplelogin = no)."""


@dataclass(frozen=True, slots=True)
class ManagerUser:
    """Where and as whom to log in. `events` says whether Asterisk shall send this user any."""

    host: str
    port: int
    name: str
    secret: str
    events: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """The clockwork of a connection, in seconds. Tests give a faster one."""

    connect: float = 5.0
    action: float = 5.0
    ping_every: float = 2.0
    ping_deadline: float = 3.5
    first_wait: float = 0.5
    longest_wait: float = 5.0
    patience: float = 5.0

    def wait(self, failures: int, chance: random.Random) -> float:
        """Return how long to wait after so many failures in a row: doubling, half of it by chance."""
        full = min(self.longest_wait, self.first_wait * 2.0 ** min(failures - 1, 16))
        return full * chance.uniform(0.5, 1.0)


class Wire(Manager):
    """panoramisk's Manager for one single connection: it connects and sends, and starts nothing else."""

    def connection_made(self, f: "asyncio.Task[tuple[asyncio.Transport, AmiProtocol]]") -> None:
        """Take the protocol, unless connecting failed: who awaits `connect()` is told that already."""
        if not f.cancelled() and f.exception() is None:
            super().connection_made(f)  # type: ignore[no-untyped-call]

    def ping(self) -> None:
        """Do nothing: `AmiConnection` pings, and looks at the answer."""


class AmiConnection:
    """Keeps one manager user connected.

    `up` is called after every login, `down` after every loss (with the reason in words). `failure` is
    the last thing that went wrong, None while connected. `fence` frees a user whose holder is frozen.
    """

    def __init__(
        self,
        user: ManagerUser,
        wanted: Wanted,
        *,
        up: Callable[[], None],
        down: Callable[[str], None],
        chance: random.Random,
        pace: Pace = Pace(),
    ) -> None:
        self.user = user
        self.failure: Exception | None = None
        self.fence: Fence | None = None
        self.logins = 0
        self._wanted = wanted
        self._up = up
        self._down = down
        self._chance = chance
        self._pace = pace
        self._wire: Wire | None = None
        self._taken_since: float | None = None  # on the loop's clock, seconds

    @property
    def connected(self) -> bool:
        """Say whether an action can be sent now."""
        return self._wire is not None

    async def run(self) -> None:
        """Connect, stay connected, come back; until cancelled. Raises `LoginRefused` for the first login."""
        failures = 0
        while True:
            logins = self.logins
            try:
                await self._live()
            except (OSError, TimeoutError, ActionRefused, Unsendable) as error:
                self.failure, was_up = error, self.logins > logins
                if isinstance(error, UserTaken) and self.fence and await self.fence.free(self.user.name):
                    self._taken_since = None
                elif isinstance(error, LoginRefused) and self._is_final(error):
                    raise
                why = str(error) or "no answer in time"
                log.log(
                    logging.WARNING if was_up else logging.DEBUG, "manager user %s: %s", self.user.name, why
                )
                if was_up:
                    self._down(why)
                failures = 1 if was_up else failures + 1
            await asyncio.sleep(self._pace.wait(failures, self._chance))

    def _is_final(self, refusal: LoginRefused) -> bool:
        if self.logins:
            return False
        if not isinstance(refusal, UserTaken):
            return True
        now = asyncio.get_running_loop().time()
        self._taken_since = self._taken_since or now
        patience = self._pace.patience + (self.fence.patience if self.fence else 0.0)
        return now - self._taken_since > patience

    async def act(self, values: Values, *, deadline: float | None = None) -> list[Message]:
        """Send an action and return its response, followed by the list's messages if it has any.

        Raises `Gone`, `ActionRefused`, `TimeoutError` (after `deadline` seconds; nothing is known
        then about whether it was done) and `Unsendable`.
        """
        if self._wire is None:
            raise Gone("not connected to the manager")
        return await self._ask(self._wire, values, deadline or self._pace.action)

    async def _live(self) -> None:
        """One connection's life; always ends by an exception."""
        protocol = AmiProtocol(self._wanted)
        wire = Wire(
            loop=asyncio.get_running_loop(),
            host=self.user.host,
            port=self.user.port,
            protocol_factory=lambda: protocol,
        )  # type: ignore[no-untyped-call]
        try:
            async with asyncio.timeout(self._pace.connect):
                await wire.connect()  # type: ignore[no-untyped-call]
            await self._log_in(wire)
            self._wire, self.failure = wire, None
            self.logins += 1
            self._up()
            await self._keep(wire, protocol)
        finally:
            self._wire = None
            wire.close()  # type: ignore[no-untyped-call]

    async def _log_in(self, wire: Wire) -> None:
        try:
            [challenge] = await self._ask(wire, {"Action": "Challenge", "AuthType": "MD5"}, self._pace.action)
            secret = challenge["Challenge"] + self.user.secret
            key = hashlib.md5(secret.encode(), usedforsecurity=False).hexdigest()
            await self._ask(
                wire,
                {
                    "Action": "Login",
                    "AuthType": "MD5",
                    "Username": self.user.name,
                    "Key": key,
                    "Events": "on" if self.user.events else "off",
                },
                self._pace.action,
            )
        except ActionRefused as error:
            refusal = UserTaken if "in use" in str(error).lower() else LoginRefused
            raise refusal(f"login refused: {error}") from error

    async def _keep(self, wire: Wire, protocol: AmiProtocol) -> None:
        while True:
            done, _ = await asyncio.wait((protocol.lost,), timeout=self._pace.ping_every)
            if done:
                raise Gone(protocol.lost.result())
            try:
                await self._ask(wire, {"Action": "Ping"}, self._pace.ping_deadline)
            except TimeoutError:
                protocol.abort(f"Asterisk did not answer a ping in {self._pace.ping_deadline:g} s")

    async def _ask(self, wire: Wire, values: Values, deadline: float) -> list[Message]:
        async with asyncio.timeout(deadline):
            messages: list[Message] = await wire.send_action(dict(values))  # type: ignore[no-untyped-call]
        if messages[0].failed:
            raise ActionRefused(messages[0]["Message"] or "refused without a word")
        return messages
