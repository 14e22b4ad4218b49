"""Builds that are broken on purpose (ctid/lab/broken.py), and the drill that must catch each."""

import importlib
from collections.abc import Mapping
from pathlib import Path

from ctid.lab.house import PROJECT

TRIES = 4  # repetitions within which a broken build must be caught

CAUGHT_BY: Mapping[str, str] = {
    "no_resync": "kill",
    "agistatus_only": "kill",
    "splitlines": "sliced",
    "resend_originate": "half_open",
    "no_fence": "doubled",
}


def program(build: str) -> tuple[str, ...]:
    """Return what Python runs as the broken daemon."""
    return ("-m", "ctid.lab.broken", build, "run")


def dialplan(build: str, folder: Path) -> Path:
    """Return the dialplan that goes with a build; broken ones are written below `folder`."""
    broken = importlib.import_module("ctid.lab.broken")
    found: Path = broken.dialplan(build, PROJECT / "dialplan", folder / "dialplan")
    return found
