"""What a desk phone without a page may key: the codes of a site, in the order in which its file names things.

`*10` sign on, `*11` sign off, `*20` ready, `*21` … `*29` not ready by the site's reasons, `*31` … `*39` the
disposition of the last call. What comes after the ninth has no code: nobody remembers more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from ctid.model.site import Site

GIVEN_BY_THE_CENTRE = frozenset({"rona", "phone"})
MOST = 9


class Does(StrEnum):
    """What a code does."""

    SIGN_ON = "sign_on"
    SIGN_OFF = "sign_off"
    READY = "ready"
    NOT_READY = "not_ready"
    DISPOSE = "dispose"


@dataclass(frozen=True, slots=True)
class Feature:
    """What a code does, and to what: the not-ready reason or the disposition."""

    does: Does
    argument: str = ""


def feature_codes(site: Site) -> dict[str, Feature]:
    """Return every feature code of a site."""
    reasons = (code for code in site.not_ready_reasons if code not in GIVEN_BY_THE_CENTRE)
    return {
        "*10": Feature(Does.SIGN_ON),
        "*11": Feature(Does.SIGN_OFF),
        "*20": Feature(Does.READY),
        **_numbered("*2", Does.NOT_READY, reasons),
        **_numbered("*3", Does.DISPOSE, site.dispositions),
    }


def _numbered(stem: str, does: Does, names: Iterable[str]) -> dict[str, Feature]:
    return {f"{stem}{place}": Feature(does, name) for place, name in enumerate(islice(names, MOST), start=1)}
