"""I109: no way to a person within three keys.

Counted are the keys on the shortest way from the start to a queue or to a number that is called. Giving up
(`no_input`, `no_match`, `max_failures`) is no way: nobody should have to fail to be heard. What a subflow
asks is not counted, it is another flow's; one that gives its callers back leaves the rest to whoever gets
them. A flow that never asks for a key has nothing to press.
"""

from ctid.ivr.checks.distance import distances
from ctid.ivr.checks.heard import EVERY_KEY, utterances
from ctid.ivr.flow import Exit, Flow, FlowNode
from ctid.ivr.names import Names
from ctid.ivr.nodes.authenticate import Authenticate, Gate
from ctid.ivr.nodes.collect import Collect
from ctid.ivr.nodes.dial import Connect
from ctid.ivr.nodes.queue import Queue
from ctid.ivr.nodes.survey import Survey
from ctid.ivr.nodes.transfer import Transfer
from ctid.model.mistakes import Mistake, Place, Severity, Text

MOST_KEYS = 3
PEOPLE = (Queue, Connect, Transfer)
GIVING_UP = frozenset({"no_input", "no_match", "max_failures"})


def check(flow: Flow, names: Names) -> list[Mistake]:
    """Find it."""
    if flow.returns or not any(said.keys for node in flow.nodes.values() for said in utterances(node)):
        return []
    far = [keys for name, keys in distances(flow, _keys).items() if isinstance(flow.nodes[name], PEOPLE)]
    if far and min(far) <= MOST_KEYS:
        return []
    return [_far(flow.written[flow.start].place, min(far, default=None))]


def _keys(node: FlowNode, way: Exit) -> int | None:
    if way.label in GIVING_UP:
        return None
    if not way.by_caller:
        return 0
    match node:
        case Collect(digits=digits) | Authenticate(gate=Gate(digits=digits)):
            return digits.least + len(digits.end)
        case Survey():
            return len(node.questions)
        case _:
            return len(way.label) if EVERY_KEY.issuperset(way.label) else 0


def _far(place: Place, keys: int | None) -> Mistake:
    return Mistake(
        "I109",
        place,
        Text("no key leads to a person", "没有任何按键通向人工")
        if keys is None
        else Text(f"the shortest way to a person takes {keys} keys", f"到人工最短也要按 {keys} 个键"),
        Text("callers press at random, or hang up", "来电者会乱按，或直接挂机"),
        Text(
            f"let a key lead to a queue within {MOST_KEYS} keys (0 is what callers try)",
            f"请让来电者在 {MOST_KEYS} 个按键内进入队列（来电者习惯按 0）",
        ),
        Severity.WARNING,
    )
