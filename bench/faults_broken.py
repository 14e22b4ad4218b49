"""Builds that are broken on purpose (ctid/lab/broken.py), and the drill that must catch each."""

from collections.abc import Mapping

TRIES = 4  # repetitions within which a broken build must be caught

CAUGHT_BY: Mapping[str, str] = {
    "no_resync": "kill",
    "agistatus_only": "kill",
    "splitlines": "sliced",
    "resend_originate": "half_open",
    "no_fence": "doubled",
}
