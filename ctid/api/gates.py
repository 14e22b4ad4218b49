"""Who may come in where: the one table that the application obeys and the OpenAPI document tells.

Whatever is under /api/ or /ws needs a session unless it is listed, so that a route forgotten here is
closed, not open.
"""

from enum import StrEnum

SIGNED = "/api/v1/cti/"
OPEN = frozenset({("POST", "/api/v1/session")})


class Gate(StrEnum):
    """What a request must bring: nothing, a session, or a signature."""

    OPEN = "open"
    SESSION = "session"
    SIGNED = "signed"


def gate_of(method: str, path: str) -> Gate:
    """Return the gate that a request must pass; `path` is a request's or a route's."""
    if path.startswith(SIGNED):
        return Gate.SIGNED
    closed = path.startswith("/api/") or path == "/ws"
    return Gate.SESSION if closed and (method, path) not in OPEN else Gate.OPEN
