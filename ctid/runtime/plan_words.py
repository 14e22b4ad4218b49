"""A plan in words, for a terminal: what changes, what that means, what waits, what has drifted."""

from collections.abc import Iterator
from datetime import timedelta

from rich.text import Text as Line

from ctid.config.difference import Change, Reach
from ctid.model.durations import write_duration
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.runtime.plan import Drift, Plan, elsewhere

ADDED, GONE, OTHER, SAID = "green", "red", "yellow", "dim"

NOTHING = Text("nothing would change", "没有变更")
CHANGES = Text("what changes in the file", "文件中的变更")
MEANING = Text("what that means", "变更的含义")
WAITING = Text("who waits", "正在排队的来电者")
DRIFT = Text("changed live, not in the file", "已在线更改，但文件中没有")
NO_DAEMON = Text(
    "no daemon answers: held against what was applied last; who waits is not known",
    "没有守护进程应答：与最近一次应用的配置比较；排队情况未知",
)
NEVER = Text(
    "nothing was ever applied: a daemon that starts runs on this file",
    "尚未应用过配置：守护进程启动时将使用该文件",
)


def told(plan: Plan, language: Language) -> Iterator[Line]:
    """Yield the lines."""
    if plan.applied is None:
        yield Line(NEVER[language])
    elif plan.waiting is None:
        yield Line(NO_DAEMON[language], SAID)
    if not plan.changes and not plan.drift:
        yield Line(NOTHING[language])
    changed = (line for change in plan.changes for line in _change(change, language))
    yield from _part(CHANGES[language], changed)
    yield from _part(MEANING[language], (_reach(plan, reach, language) for reach in plan.reaches))
    yield from _part(WAITING[language], _waiting(plan, language))
    yield from _part(DRIFT[language], (_drift(drift, language) for drift in plan.drift))


def _part(title: str, lines: Iterator[Line]) -> Iterator[Line]:
    for number, line in enumerate(lines):
        if number == 0:
            yield Line(title, "bold")
        yield line


def _change(change: Change, language: Language) -> Iterator[Line]:
    if change.before is None:
        yield Line(f"  + {change.path}: {change.after}", ADDED)
    elif change.after is None:
        yield Line(f"  - {change.path}: {change.before}", GONE)
    else:
        yield Line(f"  ~ {change.path}: {change.before} → {change.after}", OTHER)
    beside = elsewhere(change)
    if beside is not None:
        yield Line(f"    {beside[language]}", SAID)


def _reach(plan: Plan, reach: Reach, language: Language) -> Line:
    who = plan.after.agents.get(reach.agent) or plan.before.agents[reach.agent]
    said, colour = _said(f"{reach.agent} ({who.name})", reach)
    return Line("  " + said[language], colour)


def _said(agent: str, reach: Reach) -> tuple[Text, str]:
    queue = reach.queue
    if reach.after is None:
        return Text(f"{agent} no longer answers {queue}", f"{agent} 不再接听 {queue}"), GONE
    now = _from(reach.after)
    if reach.before is None:
        return Text(f"{agent} now answers {queue}, {now.en}", f"{agent} 现在接听 {queue}（{now.zh}）"), ADDED
    then = _from(reach.before)
    en = f"{agent} answers {queue} {now.en} instead of {then.en}"
    return Text(en, f"{agent} 接听 {queue}：由{then.zh}改为{now.zh}"), OTHER


def _from(after: timedelta) -> Text:
    span = write_duration(after)
    return Text(f"after {span}", f"等待 {span} 后") if after else Text("at once", "立即")


def _waiting(plan: Plan, language: Language) -> Iterator[Line]:
    for queue, callers in sorted(plan.touched.items()):
        if queue in plan.in_the_way:
            said = Text(
                f"{queue} is to go and {callers} wait in it: this will be refused; close the queue first",
                f"将删除 {queue}，但其中有 {callers} 人排队：应用时会被拒绝；请先关闭该队列",
            )
            yield Line("  " + said[language], GONE)
        else:
            said = Text(
                f"{callers} wait in {queue}: they keep their places, under the new rules",
                f"{queue} 中有 {callers} 人排队：位置不变，按新规则分配",
            )
            yield Line("  " + said[language])


def _drift(drift: Drift, language: Language) -> Line:
    none, skill = Text("none", "无")[language], drift.skill
    live, file = drift.live or none, drift.file or none
    by = f"{drift.live_skills.who}, {drift.live_skills.since:%Y-%m-%d %H:%M:%S} UTC"
    said = Text(
        f"{drift.agent}: live: {skill} {live}, file: {skill} {file} ({by})",
        f"{drift.agent}：在线：{skill} {live}，文件：{skill} {file}（{by}）",
    )
    return Line("  " + said[language], OTHER)
