"""Where the laboratory keeps what it made: state that a run may lose, never configuration."""

import os
from pathlib import Path


def state_directory() -> Path:
    """Say where runs live: CTID_STATE, or the system's place for root, or the user's own (XDG)."""
    if named := os.environ.get("CTID_STATE"):
        return Path(named).absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/ctid")
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state") / "ctid"
