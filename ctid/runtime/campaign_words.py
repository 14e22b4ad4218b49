"""What `ctid campaign` and `ctid why LEAD` print."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.runtime import ledger_words

Json = Mapping[str, Any]

_STATES = {
    "stopped": Text("stopped", "已停止"),
    "running": Text("running", "运行中"),
    "paused": Text("paused", "已暂停"),
    "held": Text("held", "自动挂起"),
}
_KILLED = Text(
    "all dialling was stopped by {who}, {since} UTC: allow it again with `ctid campaign resume`",
    "{who} 于 {since} UTC 紧急停止了全部外呼：用 `ctid campaign resume` 解除",
)
_WINDOW = Text(
    "abandoned, {name}: {rate:.1%} of at most {limit:.1%}", "放弃率（{name}）：{rate:.1%}，上限 {limit:.1%}"
)
_IN_THE_AIR = Text("calls {calls} · agents {agents} · {reason}", "呼叫 {calls} · 坐席 {agents} · {reason}")
_REFUSED = Text("not called, {times} ×: {why}", "未拨打 {times} 次：{why}")
_LEAD = Text("{lead} {name} (list {list}): {state}", "{lead} {name}（名单 {list}）：{state}")
_JUDGED = {
    True: Text(
        "{campaign} may call {number} now ({profile} {version})",
        "{campaign} 现在可以呼叫 {number}（{profile} {version}）",
    ),
    False: Text(
        "{campaign} may not call {number} now ({profile} {version})",
        "{campaign} 现在不可呼叫 {number}（{profile} {version}）",
    ),
}
_UNTIL = Text("not before {at} UTC", "{at} UTC 之前不可")
_ATTEMPT = "{at} UTC  {campaign}  {number}  {outcome}  {why}"


def campaigns(told: Json, language: Language) -> Iterator[str]:
    """Yield a line for each campaign, and what it has in the air."""
    if told["killed"]:
        who, since = told["killed"]["who"], _at(told["killed"]["since"])
        yield _KILLED[language].format(who=who, since=since)
    for one in told["campaigns"]:
        yield from campaign(one, language)


def campaign(one: Json, language: Language) -> Iterator[str]:
    """Yield the lines of one campaign."""
    since = f"{_at(one['since'])} UTC" if one["since"] else ""
    state, why = _STATES[one["state"]][language], one["reason"][language]
    yield "  ".join(part for part in (one["name"], one["mode"], state, since, why) if part)
    flight = one["flight"]
    if flight is None or one["state"] == "stopped":
        return
    calls, agents = _counted(flight["calls"]), _counted(flight["agents"])
    yield "  " + _IN_THE_AIR[language].format(calls=calls, agents=agents, reason=flight["reason"][language])
    for window in flight["windows"]:
        yield "  " + _WINDOW[language].format_map(window)
    for refused in flight["refused"]:
        yield "  " + _REFUSED[language].format(times=refused["times"], why=refused["reason"][language])


def lead(told: Json, language: Language) -> Iterator[str]:
    """Yield why a lead was, or was not, called."""
    yield _LEAD[language].format_map(told)
    if told["reason"]:
        yield f"  {told['reason'][language]}"
    for call in told["calls"]:
        yield _JUDGED[call["allowed"]][language].format_map(call)
        yield from (f"  {line}" for line in _rules(call["rules"], language))
    yield from ledger_words.words(told, language)
    yield from ledger_words.unwanted(told, language)
    for attempt in told["attempts"]:
        why = attempt["reason"][language] if attempt["reason"] else ""
        outcome, at = attempt["outcome"] or attempt["state"], _at(attempt["committed_at"])
        yield _ATTEMPT.format_map({**attempt, "at": at, "outcome": outcome, "why": why}).rstrip()


def _rules(rules: Sequence[Json], language: Language) -> Iterator[str]:
    """Yield what each rule says, those that are against it first."""
    for rule in sorted(rules, key=lambda rule: bool(rule["allows"])):
        mark = "✓" if rule["allows"] else "✗"
        line = f"{mark} {rule['rule']}: {rule['reason'][language]}"
        until = _UNTIL[language].format(at=_at(rule["not_before"])) if rule["not_before"] else ""
        yield f"{line} · {until}" if until else line


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {many}" for name, many in counts.items() if many) or "0"


def _at(instant: str) -> str:
    return f"{datetime.fromisoformat(instant):%Y-%m-%d %H:%M:%S}"
