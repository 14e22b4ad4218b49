"""A manager as Asterisk's: two users with their rights, challenge login, answers and filtered events.

Rights and filters are those of config/asterisk/manager.conf. What an action does is told by `actions`; what
is not allowed to a user is refused in Asterisk's words before it is looked at.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

Fields = Sequence[tuple[str, str]]
Answer = tuple[Fields, Sequence[Fields]]
"""The response's fields, then a list's items (none: no list)."""

Act = Callable[[Mapping[str, str], Mapping[str, str]], Answer]
"""What an action does, given its fields and its variables. Raises `Refused`."""

TOLD = frozenset(
    ("Newchannel", "Newstate", "BridgeEnter", "BridgeLeave", "Hangup", "OriginateResponse", "UserEvent",
     "DeviceStateChange", "ContactStatus", "FullyBooted", "Shutdown")
)  # fmt: skip
ALLOWED = frozenset(
    ("CoreStatus", "Status", "BridgeList", "DeviceStateList", "Originate", "Hangup", "Setvar", "Redirect",
     "DBGet", "Getvar",
     "QueueStatus", "QueueAdd", "QueueRemove")
)  # fmt: skip
_END = b"\r\n\r\n"


class Refused(Exception):
    """`Response: Error`; the text is the message."""


@dataclass(frozen=True, slots=True)
class User:
    """A manager user; one of the two listens, the other asks."""

    secret: str
    listens: bool


class FakeAmi:
    """Serves AMI on a port of the system's choice."""

    def __init__(self, users: Mapping[str, User], actions: Mapping[str, Act]) -> None:
        self.port = 0
        self._users = users
        self._actions = actions
        self._sessions: dict[str, asyncio.StreamWriter] = {}  # user → the one login
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def open(self, port: int = 0) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening and cut every connection."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        await asyncio.sleep(0)

    def tell(self, event: str, fields: Fields) -> None:
        """Send an event to whoever listens, if it passes the filter."""
        if event not in TOLD:
            return
        for user, writer in self._sessions.items():
            if self._users[user].listens:
                head = [("Event", event), ("Privilege", "call,all"), ("Timestamp", _now())]
                writer.write(_frame([*head, *fields]))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        challenge = str(secrets.randbelow(10**9))
        self._writers.add(writer)
        writer.write(b"Asterisk Call Manager/11.0.0\r\n")
        try:
            while True:
                frame = (await reader.readuntil(_END)).removesuffix(_END).decode()
                pairs = [line.split(": ", 1) for line in frame.split("\r\n") if ": " in line]
                fields = {name: value for name, value in pairs if name != "Variable" or "=" not in value}
                variables = dict(v.split("=", 1) for n, v in pairs if n == "Variable" and "=" in v)
                self._answer(writer, fields, variables, challenge)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self._writers.discard(writer)
            for user in [user for user, one in self._sessions.items() if one is writer]:
                del self._sessions[user]
            writer.close()

    def _answer(
        self,
        writer: asyncio.StreamWriter,
        fields: Mapping[str, str],
        variables: Mapping[str, str],
        challenge: str,
    ) -> None:
        mark = ("ActionID", fields.get("ActionID", ""))
        try:
            response, items = self._do(writer, fields, variables, challenge)
        except Refused as refused:
            writer.write(_frame([("Response", "Error"), mark, ("Message", str(refused))]))
            return
        listed = fields["Action"] in ("Status", "BridgeList", "DeviceStateList", "QueueStatus")
        start = [("EventList", "start"), ("Message", "List will follow")] if listed else []
        writer.write(_frame([("Response", "Success"), mark, *start, *response]))
        for item in items:
            writer.write(_frame([item[0], mark, *item[1:]]))
        if listed:
            count = str(len(items))
            more = [("Items", count)] if fields["Action"] == "Status" else []
            done = [("Event", f"{fields['Action']}Complete"), mark, ("EventList", "Complete")]
            writer.write(_frame([*done, ("ListItems", count), *more]))
        if fields["Action"] == "Login" and self._users[fields["Username"]].listens:
            booted = [("Event", "FullyBooted"), ("Privilege", "system,all"), ("Uptime", "1")]
            writer.write(_frame([*booted, ("LastReload", "1"), ("Status", "Fully Booted")]))

    def _do(
        self,
        writer: asyncio.StreamWriter,
        fields: Mapping[str, str],
        variables: Mapping[str, str],
        challenge: str,
    ) -> Answer:
        action = fields.get("Action", "")
        if action == "Challenge":
            return [("Challenge", challenge)], []
        if action == "Login":
            self._log_in(writer, fields, challenge)
            return [("Message", "Authentication accepted")], []
        user = next((user for user, one in self._sessions.items() if one is writer), None)
        if user is None:
            raise Refused("Permission denied")
        if action == "Ping":
            return [("Ping", "Pong"), ("Timestamp", _now())], []
        if action not in ALLOWED or self._users[user].listens:
            raise Refused("Permission denied")
        return self._actions[action](fields, variables)

    def _log_in(self, writer: asyncio.StreamWriter, fields: Mapping[str, str], challenge: str) -> None:
        """Log in, once: a second login of a user is refused until the first is gone."""
        name = fields.get("Username", "")
        user = self._users.get(name)
        secret = f"{challenge}{user.secret if user is not None else secrets.token_hex()}"
        key = hashlib.md5(secret.encode(), usedforsecurity=False).hexdigest()
        if user is None or name in self._sessions or fields.get("Key") != key:
            raise Refused("Authentication failed")
        self._sessions[name] = writer


def _frame(fields: Fields) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in fields).encode() + b"\r\n"


def _now() -> str:
    return f"{datetime.now(UTC).timestamp():.6f}"
