"""Finds who hears what callers say, and says at the start whether anybody does."""

import logging

from ctid.speech.booth import Booth
from ctid.speech.recognising import RECOGNISERS, choose

log = logging.getLogger(__name__)

NONE = "none"


def open_ears(wanted: str) -> Booth | None:
    """Return the recogniser that the settings name; None where callers use keys alone."""
    name = choose(wanted)
    if name:
        words = "; ".join(f"{tongue}: {' '.join(known)}" for tongue, known in RECOGNISERS[name].words.items())
        log.info("speech: %s hears what callers say where a flow lets them (%s)", name, words)
        return Booth(RECOGNISERS[name])
    if wanted != NONE:
        log.warning(
            "speech: no recogniser is installed, callers use keys (to mend: pip install 'ctid[speech]')"
        )
    return None
