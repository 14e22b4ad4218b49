"""Every rule that is played, by name, and what its results depend on."""

import ast
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from types import ModuleType

from ctid.dialer import pacing
from ctid.dialer.pacing.predictive import Predictive
from ctid.dialer.pacing.terms import PacingController
from ctid.sim import dialing
from ctid.sim.dialing.peers import issabel, overdial, ratio, vicidial
from ctid.sim.dialing.world import World

MULTIPLIERS = (0.03, 0.045, 0.06, 0.075, 0.1, 0.13)
ALPHAS = (0.01, 0.02, 0.03, 0.045)
RATIOS = (1.5, 2.0, 3.0)
MORE_RATIOS = (1.75, 2.5, 4.0, 6.0)
APART = ("scenarios", "markov")  # nothing is played by them
BOOKS = ("budget", "law")  # a fixed price asks neither
OURS, PROGRESSIVE = "ours", "progressive"


@dataclass(frozen=True, slots=True)
class Policy:
    """A rule: how it is made, and the module or package that it is written in, less the files `apart`.

    `foretold` plays it where an agent's end of work is no secret. `days` is how many are enough of one that
    takes long to play and that nothing is promised beside.
    """

    name: str
    make: Callable[[], PacingController]
    home: ModuleType
    apart: tuple[str, ...] = ()
    foretold: bool = False
    days: int = 1000


def _vicidial(method: str, most: float = 3.0, dl_diff: int = 0, *, only: bool = False) -> Policy:
    settings = vicidial.Settings(vicidial.Method(method), most, dl_diff, only)
    odd = f" ready only, {dl_diff:+d}" if only else ""
    return Policy(f"VICIdial {method}{odd}", partial(vicidial.Vicidial, settings), vicidial)


VICIDIAL_BEST = tuple(_vicidial("HARD_LIMIT", 6.0, diff, only=True) for diff in (0, -1, -2, -3))
SIMPLE = (
    Policy(PROGRESSIVE, partial(ratio.Ratio, 1.0), ratio),
    *(Policy(f"ratio {each:g}", partial(ratio.Ratio, each), ratio) for each in RATIOS),
    _vicidial("TAPERED"),
    _vicidial("HARD_LIMIT"),
)
RATIO = (
    *SIMPLE[: 1 + len(RATIOS)],
    *(Policy(f"ratio {each:g}", partial(ratio.Ratio, each), ratio) for each in MORE_RATIOS),
)
ISSABEL = (
    Policy("Issabel", issabel.Issabel, issabel),
    Policy("Issabel overcommit", partial(issabel.Issabel, overcommit=True), issabel),
)
OVERDIAL = tuple(
    Policy(f"overdial {each:g}", partial(overdial.Overdial, each), overdial, days=8) for each in ALPHAS
)
FIXED = tuple(Policy(f"fixed {each:g}", partial(Predictive, each), pacing, BOOKS) for each in MULTIPLIERS)
KNOWN = tuple(
    Policy(f"known {each:g}", partial(Predictive, each), pacing, BOOKS, foretold=True, days=4)
    for each in MULTIPLIERS
)
MINE = Policy(OURS, Predictive, pacing)

_ALL = (*SIMPLE, *RATIO, *VICIDIAL_BEST, *ISSABEL, *OVERDIAL, *FIXED, *KNOWN, MINE)
POLICIES: Mapping[str, Policy] = {policy.name: policy for policy in _ALL}


def key(policy: Policy, world: World) -> str:
    """Return what a result depends on: the simulator, the rule and the world, as a short digest.

    Comments and docstrings do not count: to say a thing better must not cost hours of playing.
    """
    parts = (_text(dialing, APART), _text(policy.home, policy.apart), policy.name, repr(world))
    return sha256("\0".join(parts).encode()).hexdigest()[:12]


@cache
def _text(home: ModuleType, apart: tuple[str, ...]) -> str:
    path = Path(inspect.getfile(home))
    paths = sorted(path.parent.glob("*.py")) if path.stem == "__init__" else [path]
    return "\0".join(_spoken(path) for path in paths if path.stem not in apart)


def _spoken(path: Path) -> str:
    """Return the code of a file without what is only said of it."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            said = [one for one in body if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)]
            node.body = [one for one in body if one not in said] or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.unparse(tree)
