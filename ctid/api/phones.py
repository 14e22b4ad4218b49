"""The agent's browser as a phone: as whom its page registers with the switch, and where.

The page speaks SIP with the switch itself (design, point 10); all it has of us is this. The password is
never written into a log, and not kept by the page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from ctid.model.ids import AgentId


@dataclass(frozen=True, slots=True)
class BrowserPhone:
    """A SIP user, its password, and the WebSocket at which the switch takes registrations."""

    user: str
    url: str
    secret: str = field(repr=False)


Phones = Callable[[AgentId], BrowserPhone | None]


def no_browser_phones(agent: AgentId) -> BrowserPhone | None:
    """Give nobody a phone in the browser: the centre has desk phones only."""
    return None
