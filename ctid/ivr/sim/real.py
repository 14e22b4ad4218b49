"""A scenario on a real switch beside the same scenario in simulation: what can be replayed, and what must
agree.

A replay does what the simulated caller did, step by step, and tells what was heard, the way through the flow
and its end. They agree when the way and the end are the same and nothing was heard that the simulation does
not say, in its order; prompts that a key cut short are not heard, and what the dialplan says when the flow is
left (how to leave a message, say) is not the flow's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ctid.ivr import steps
from ctid.ivr.path import Hop, write_path
from ctid.ivr.sim.scenario import Differs
from ctid.ivr.sim.speech import key_of
from ctid.ivr.sim.trial import Trial
from ctid.model.mistakes import Text


@dataclass(frozen=True, slots=True)
class Replayed:
    """A call on a real switch: the prompts' keys as they began, the way, the end, how long (seconds)."""

    heard: tuple[str, ...]
    path: tuple[Hop, ...]
    end: str
    seconds: float


def why_not(trial: Trial, at_present: Trial, number: str) -> Text | None:
    """Say why a simulated call cannot be replayed on a real switch now, None where it can.

    `at_present` is the same call without its `at`; `number` is the one that is dialled, "" for none.
    """
    if not number:
        return Text("no number leads to this flow", "没有号码通向该流程")
    if trial.path != at_present.path:
        return Text("at this hour the call goes another way", "此刻来电会走另一条路径")
    if trial.given.facts or trial.given.language is not None:
        return Text("what is known of the customer is pretended", "客户信息是模拟的")
    asked = [did.step for did in trial.did if isinstance(did.step, steps.Record | steps.Dial | steps.Request)]
    if asked:
        return Text("what others answer is pretended", "外部的回答是模拟的")
    if any(answer not in (True, False) for answer in queues_open(trial)):
        return Text("this refusal of a queue is pretended", "队列的这种拒绝是模拟的")
    return None


def queues_open(trial: Trial) -> Sequence[bool | str]:
    """Return how the queues answered: True admitted, False nobody was signed on, or another reason's code."""
    said: list[bool | str] = []
    for did in trial.did:
        if isinstance(did.outcome, steps.Admitted):
            said.append(True)
        elif isinstance(did.outcome, steps.Turned):
            code = did.outcome.reason.code
            said.append(False if code == "nobody_signed_on" else code)
    return said


def disagreements(trial: Trial, replayed: Replayed) -> list[Differs]:
    """Compare the simulation with the call."""
    found = []
    if trial.path != replayed.path:
        found.append(Differs("path", write_path(trial.path), write_path(replayed.path)))
    if trial.end != replayed.end:
        found.append(Differs("end", trial.end, replayed.end))
    simulated = [key_of(sound) for sound in trial.heard()]
    heard = list(replayed.heard)
    while heard and heard[-1] not in simulated:
        heard.pop()
    said = iter(simulated)
    if not all(key in said for key in heard):
        found.append(Differs("prompts", " ".join(simulated), " ".join(replayed.heard)))
    return found
