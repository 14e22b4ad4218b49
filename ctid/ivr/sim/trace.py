"""A simulated call as JSON: every step with its instant, what was said, keyed and changed, and the end."""

from typing import Any

from ctid.ivr import steps
from ctid.ivr.path import write_path
from ctid.ivr.sim.given import ASKED_OUTSIDE, name_of
from ctid.ivr.sim.speech import Texts, key_of, text_of
from ctid.ivr.sim.trial import Did, Trial, sounds_of
from ctid.ivr.values import MASK

Json = dict[str, Any]


def trace(trial: Trial, texts: Texts) -> Json:
    """Tell a call that is over."""
    return {
        "flow": trial.flow.name,
        "from": trial.given.ani,
        "to": trial.given.dnis,
        "at": trial.began.isoformat(),
        "steps": [_step(did, trial, texts) for did in trial.did],
        "path": write_path(trial.path),
        "nodes": [hop.node for hop in trial.path],
        "end": trial.end,
        "variables": dict(trial.variables),
        "lost_keys": trial.lost,
        "seconds": round(trial.seconds, 3),
    }


def _step(did: Did, trial: Trial, texts: Texts) -> Json:
    step = did.step
    secret = isinstance(step, steps.Ask) and step.secret
    return {
        "second": round((did.began - trial.began).total_seconds(), 3),
        "node": did.node,
        "does": type(step).__name__.lower(),
        "asked": name_of(step) if isinstance(step, ASKED_OUTSIDE) else "",
        "said": [
            {"key": key_of(sound), "language": sound.language, "text": text_of(sound, texts)}
            for sound in sounds_of(step)
        ],
        "keys": MASK if secret and did.keys else did.keys,
        "spoken": did.outcome.said if isinstance(did.outcome, steps.Keys) else "",
        "outcome": outcome_code(did.outcome),
        "changed": dict(did.changed),
    }


def outcome_code(outcome: steps.Outcome) -> str:
    """Name an outcome in one word."""
    match outcome:
        case steps.Turned(reason) | steps.Failed(reason):
            return reason.code
        case steps.Answered(said):
            return said
        case steps.Dialled(result):
            return result
        case _:
            return type(outcome).__name__.lower()
