"""Getting rid of a frozen holder of a login.

Each manager user may be logged in once (`allowmultiplelogin = no`): that keeps two daemons from giving one
caller to two agents. But a daemon that is frozen, or was cut off by the network, keeps its login: Asterisk
waits for a word to send it. Its sessions can be ended through Asterisk's control socket only.

A living daemon must never be thrown out. Whether the holder lives is seen in Asterisk itself: it writes the
global CTID_ALIVE_AT every two seconds while its loop turns. Only a mark that has not changed for `patience`
seconds, looked at with nobody's clock but our own, lets its sessions be ended. So two living daemons never
end each other's sessions, and a frozen one that thaws finds a mark that moves, and stays out.
"""

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ctid.asterisk import contract
from ctid.asterisk.console import Deaf, ask

log = logging.getLogger(__name__)

_MARK = re.compile(rf"^\s*{contract.ALIVE_AT}=(.*)$", re.MULTILINE)
_SESSION = re.compile(
    r"^\s*(?P<user>\S+)\s+(?P<address>\S+)\s+(?P<start>\d+)\s+(?P<elapsed>\d+)\s+(?P<file>\d+)\s"
)


@dataclass(slots=True)
class Fence:
    """Ends the sessions of a user whose holder gives no sign of life for `patience` seconds.

    `control` are the words before a command of Asterisk's console: `asterisk -rx`. `ended` counts.
    """

    control: Sequence[str]
    patience: float = 6.0
    ended: int = 0
    _mark: str | None = field(default=None)
    _since: float = field(default=0.0)  # on the loop's clock, seconds

    async def free(self, user: str) -> bool:
        """Look whether the holder lives; say whether its sessions were ended. Call again until patient."""
        try:
            found = _MARK.search(await ask(self.control, "dialplan show globals"))
            mark, now = (found[1] if found else ""), asyncio.get_running_loop().time()
            if mark != self._mark:
                self._mark, self._since = mark, now
            if now - self._since < self.patience:
                return False
            return await self._end(user)
        except (Deaf, OSError) as error:
            log.warning("the holder of manager user %s could not be looked at: %s", user, error)
            return False

    async def _end(self, user: str) -> bool:
        lines = (await ask(self.control, "manager show connected")).splitlines()
        sessions = [found for line in lines if (found := _SESSION.match(line)) and found["user"] == user]
        for session in sessions:
            log.warning(
                "manager user %s: its holder (%s, since %s s) gives no sign of life: its session is ended",
                *(user, session["address"], session["elapsed"]),
            )
            await ask(self.control, f"manager kick session {session['file']}")
            self.ended += 1
        return bool(sessions)
