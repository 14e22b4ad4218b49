"""Writing a call down as a scenario, so that what was found by exploring can be kept as a test."""

import json
from collections.abc import Iterator, Sequence

from ctid.ivr.sim.dialog import Act, HangUp, Hear, Press, Wait
from ctid.ivr.sim.given import Given
from ctid.model.durations import write_duration


def write_scenario(name: str, given: Given, acts: Sequence[Act], end: str) -> str:
    """Write one scenario of a file, indented as it stands there."""
    lines = [f"  {name}:", f"    given: {{{', '.join(_given(given))}}}", "    dialog:"]
    lines += [f"      - {_act(act)}" for act in acts]
    if not acts:
        lines[-1] += " []"
    return "\n".join([*lines, f"    expect: {{end: {end or chr(34) * 2}}}"])


def _given(given: Given) -> Iterator[str]:
    yield f"from: {json.dumps(given.ani)}"
    if given.dnis:
        yield f"to: {json.dumps(given.dnis)}"
    if given.at is not None:
        yield f"at: {json.dumps(given.at.isoformat())}"
    if given.language is not None:
        yield f"language: {given.language}"
    if given.mocks:
        mocks = ", ".join(f"{name}: {json.dumps(answer)}" for name, answer in given.mocks.items())
        yield f"mocks: {{{mocks}}}"


def _act(act: Act) -> str:
    match act:
        case Press(keys, interrupting):
            return f"{'interrupt' if interrupting else 'press'}: {json.dumps(keys)}"
        case Wait(None):
            return "wait: no_input"
        case Wait(span):
            return f"wait: {write_duration(span)}"
        case Hear(key, like):
            return f"hear: {key}" if key else f"hear~: {json.dumps(like)}"
        case HangUp():
            return "hang_up: true"
