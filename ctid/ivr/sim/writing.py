"""Writing a call down as a scenario, so that what was found by exploring can be kept as a test."""

import json
from collections.abc import Iterator, Sequence

from ctid.ivr.facts import CUSTOMER
from ctid.ivr.sim.dialog import Act, HangUp, Hear, Press, Say, Wait
from ctid.ivr.sim.given import Answer, Given
from ctid.ivr.values import Value, written
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
    if given.facts:
        facts = (f"{name.removeprefix(CUSTOMER)}: {_value(value)}" for name, value in given.facts.items())
        yield f"customer: {{{', '.join(facts)}}}"
    if given.mocks:
        mocks = (f"{name}: {_answers(answers)}" for name, answers in given.mocks.items())
        yield f"mocks: {{{', '.join(mocks)}}}"


def _answers(answers: Sequence[Answer]) -> str:
    written_ = [_answer(answer) for answer in answers]
    return written_[0] if len(written_) == 1 else f"[{', '.join(written_)}]"


def _answer(answer: Answer) -> str:
    outcome = json.dumps(answer.outcome, ensure_ascii=False)
    if not answer.values:
        return outcome
    values = ", ".join(f"{name}: {_value(value)}" for name, value in answer.values.items())
    return f"{{{outcome}: {{{values}}}}}"


def _value(value: Value) -> str:
    return (
        written(value) if isinstance(value, int | float) else json.dumps(written(value), ensure_ascii=False)
    )


def _act(act: Act) -> str:
    match act:
        case Press(keys, interrupting):
            return f"{'interrupt' if interrupting else 'press'}: {json.dumps(keys)}"
        case Say(words):
            return f"say: {words}"
        case Wait(span):
            return f"wait: {'no_input' if span is None else write_duration(span)}"
        case Hear(key, like):
            return f"hear: {key}" if key else f"hear~: {json.dumps(like)}"
        case HangUp():
            return "hang_up: true"
