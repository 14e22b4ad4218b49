"""A simulated call as JSON: every step with its instant, what was said, keyed and changed, and the end."""

from typing import Any

from ctid.ivr import steps
from ctid.ivr.path import write_path
from ctid.ivr.sim.speech import Texts
from ctid.ivr.sim.trial import Did, Trial

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
        "variables": trial.shown_variables,
        "lost_keys": trial.lost,
        "seconds": round(trial.seconds, 3),
    }


def _step(did: Did, trial: Trial, texts: Texts) -> Json:
    step = did.step
    secret = isinstance(step, steps.Ask) and step.secret
    said = step.prompts if isinstance(step, steps.Play | steps.Ask) else ()
    return {
        "second": round((did.began - trial.began).total_seconds(), 3),
        "node": did.node,
        "does": type(step).__name__.lower(),
        "said": [
            {"key": prompt.key, "language": prompt.language, "text": texts[prompt.language].get(prompt.key, "")}
            for prompt in said
        ],
        "keys": steps.MASK if secret and did.keys else did.keys,
        "outcome": _outcome(did.outcome),
        "changed": dict(did.changed),
    }


def _outcome(outcome: steps.Outcome) -> str:
    return outcome.reason.code if isinstance(outcome, steps.Turned) else type(outcome).__name__.lower()
