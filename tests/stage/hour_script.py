"""The script of an hour in which a minute lasts two and a half seconds: who calls when, and what agents do.

Scenes are so far apart that a busy machine does not change how they end.

    minute  scene
    0       both good sellers are away: the first customer gets a lesser one once the step opens (relaxation)
    1       billing: two phones are not answered (RONA); one of the callers goes over to support (overflow)
    10      a rush to support: some wait for lesser agents; two ask to be called back, one gives up
    24      the first customer calls again, and gets the lesser seller though the good ones are free (sticky)
    27      a rush to sales: the reserve is called in; the second customer waits for whom they know
    36      important callers come late into a rush and are served early (priority)
    44      one agent learns something, one goes home for a while, one takes a break; all lines at once
"""

from dataclasses import dataclass
from itertools import count

from ctid.lab.parties import BUSY, SILENT, Manner
from ctid.lab.steps import Step, hang_up, press

MINUTE = 2.5  # seconds
FIRST, SECOND = "+12025550110", "+12025550111"
_free_numbers = count(20)


def talks(seconds: float) -> Manner:
    """A phone that is picked up soon and put down after so many seconds."""
    return Manner(answer_after=0.6, talk=seconds)


HARD_PHONES = {
    "1001": talks(6), "1002": talks(7), "1003": talks(6), "1004": talks(8), "1006": talks(7),
    "1007": SILENT, "1009": talks(6), "1010": talks(6),
}  # fmt: skip
SOFTPHONES = {"1005": (BUSY, talks(7)), "1008": (SILENT, talks(6))}
CALLED = Manner(answer_after=0.5, talk=4.0)

STAYS = (hang_up(after=60.0),)
ASKS = (press("2", after=3.5),)
GIVES_UP = (hang_up(after=2.5),)


@dataclass(frozen=True, slots=True)
class Calls:
    """Somebody calls a line."""

    minute: float
    line: str
    number: str
    steps: tuple[Step, ...] = STAYS


@dataclass(frozen=True, slots=True)
class Does:
    """An agent asks for something: by their page, or for their skills by the supervisor's."""

    minute: float
    agent: str
    asks: str  # ready, break, off, on
    learns: tuple[tuple[str, int], ...] = ()


def calls(minute: float, line: str, steps: tuple[Step, ...] = STAYS) -> Calls:
    """Somebody calls who is nobody in particular."""
    return Calls(minute, line, f"+120255501{next(_free_numbers)}", steps)


def rush(minute: float, line: str, many: int, every: float = 0.1) -> tuple[Calls, ...]:
    """Several call, one soon after the other (minutes)."""
    return tuple(calls(minute + every * number, line) for number in range(many))


SCRIPT: tuple[Calls | Does, ...] = (
    Does(0, "1001", "break"), Does(0, "1002", "break"),
    Calls(0.5, "sales", FIRST),
    *rush(1, "billing", 2),
    Does(5, "1001", "ready"), Does(5.5, "1002", "ready"),
    Calls(7, "sales", SECOND),
    *rush(10, "support", 6),
    calls(10.8, "support", ASKS), calls(11, "support", ASKS), calls(11.2, "support", GIVES_UP),
    *rush(17, "billing", 2, every=1),
    Calls(24, "sales", FIRST),
    *rush(27, "sales", 6), Calls(27.15, "sales", SECOND),
    *rush(36, "support", 5), *rush(36.8, "vip", 2),
    Does(44, "1010", "learns", (("reserve", 1), ("support", 3))),
    Does(44, "1006", "off"), Does(45, "1004", "break"),
    *rush(46, "support", 4), *rush(46.2, "sales", 4), *rush(46.5, "billing", 3), *rush(46.7, "vip", 2),
    Does(52, "1006", "on"), Does(53, "1004", "ready"),
    *rush(55, "support", 3), *rush(56, "sales", 2), calls(57, "vip"),
)  # fmt: skip
