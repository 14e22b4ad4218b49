"""A scenario on a real switch beside the same scenario in simulation: what can be replayed, and what must
agree.

A replay does what the simulated caller did, step by step, and tells what was heard, the way through the flow
and its end. They agree when the way and the end are the same and nothing was heard that the simulation does
not say, in its order; prompts that a key cut short are not heard, and what the dialplan says when the flow is
left (how to leave a message, say) is not the flow's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ctid.ivr import steps
from ctid.ivr.path import Hop, write_path
from ctid.ivr.saying import keys_of
from ctid.ivr.sim.scenario import Differs
from ctid.ivr.sim.trial import Trial, sounds_of
from ctid.model.mistakes import Text


@dataclass(frozen=True, slots=True)
class Replayed:
    """A call on a real switch: the prompts' keys as they began, the way, the end, how long (seconds)."""

    heard: tuple[str, ...]
    path: tuple[Hop, ...]
    end: str
    seconds: float


def pretends(trial: Trial) -> bool:
    """Say whether a simulated call needs more than a caller and a number: an hour, a customer, answers."""
    given = trial.given
    asked = any(isinstance(did.step, steps.Dial | steps.Request) for did in trial.did)
    return asked or bool(given.facts) or given.at is not None or given.language is not None


def why_not(trial: Trial) -> Text | None:
    """Say why a simulated call cannot be replayed on a real switch, None where it can.

    The queues there are real: they take callers while all agents are signed on, and refuse while none is.
    """
    if any(isinstance(did.outcome, steps.Unclear) or _spoken(did.outcome) for did in trial.did):
        return Text("the caller speaks, and keys alone are replayed", "来电者说话，而只能重放按键")
    answers = queues_open(trial)
    if any(answer not in (True, False) for answer in answers):
        return Text("this refusal of a queue is pretended", "队列的这种拒绝是模拟的")
    if len(set(answers)) > 1:
        return Text(
            "one queue takes the caller while another has nobody", "一个队列接受来电，而另一个队列无人签入"
        )
    return None


def _spoken(outcome: steps.Outcome) -> bool:
    return isinstance(outcome, steps.Keys) and bool(outcome.said)


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
    if (simulated_path := write_path(trial.path)) != (path := write_path(replayed.path)):
        found.append(Differs("path", simulated_path, path))
    if trial.end != replayed.end:
        found.append(Differs("end", trial.end, replayed.end))
    simulated = list(_sayable(trial))
    heard = list(replayed.heard)
    while heard and heard[-1] not in simulated:
        heard.pop()
    said = iter(simulated)
    if not all(key in said for key in heard):
        found.append(Differs("prompts", " ".join(simulated), " ".join(replayed.heard)))
    return found


def _sayable(trial: Trial) -> Iterator[str]:
    """Yield the keys of all that may be heard: of values too, and of what is said while others think."""
    for did in trial.did:
        waiting = did.step.wait if isinstance(did.step, steps.Request) else ()
        for sound in (*sounds_of(did.step), *waiting):
            yield from (sound.key,) if isinstance(sound, steps.Prompt) else keys_of(sound)
