"""What `ctid campaign simulate` says: its report for people and for programs, and what it cannot play."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any

from rich.table import Table

from ctid.metrics.intervals import Estimate
from ctid.model.attempts import Mode
from ctid.model.campaigns import Campaign
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Place, Text
from ctid.runtime.campaign_world import Known
from ctid.runtime.rehearsal import written
from ctid.sim.dialing.world import World

if TYPE_CHECKING:
    from ctid.runtime.campaign_days import Forecast, Rehearsal

PLAYED = Text("days played", "已模拟天数")

_ROWS = {
    "utilisation": (Text("agents talk or write notes", "坐席利用率"), "{:.1%}"),
    "abandonment": (Text("abandoned, of people who answered", "放弃率（占真人接听）"), "{:.2%}"),
    "worst": (Text("abandoned in the worst quarter of an hour", "最差一刻钟放弃率"), "{:.1%}"),
    "between": (Text("an agent's wait between talks", "坐席两次通话间等待"), "{:.1f} s"),
    "waited": (Text("a person's wait for the agent", "被叫等待坐席"), "{:.2f} s"),
    "per_hour": (Text("talks an hour, of each agent", "每坐席每小时通话数"), "{:.1f}"),
    "dials_per_hour": (Text("calls an hour", "每小时呼叫数"), "{:.0f}"),
    "lines": (Text("calls in flight at most", "在途呼叫峰值"), "{:.0f}"),
}
_MODES = {
    Mode.PROGRESSIVE: Text("progressive", "渐进"),
    Mode.POWER: Text("power", "定比"),
    Mode.PREDICTIVE: Text("predictive", "预测"),
}
_HEAD = Text(
    "{title}: {mode}, {agents} agents, {hours:g} h a day; people answer {answers:.1%} of calls, machines "
    "{machines:.1%}; talk {talk:.0f} s, notes {wrap:.0f} s",
    "{title}：{mode}，{agents} 位坐席，每天 {hours:g} 小时；真人接听 {answers:.1%}，机器应答 {machines:.1%}；"
    "通话 {talk:.0f} 秒，话后 {wrap:.0f} 秒",
)
_KNOWN = Text("known from its last {calls} calls", "据其最近 {calls} 次呼叫")
_UNKNOWN = Text(
    "of its own calls too few are known ({calls}): what is not given is usual, not measured",
    "自身呼叫太少（{calls}）：未指定的数值取常用值，并非实测",
)
_VERDICTS = {
    "lawful": Text(
        "lawful: {pooled:.2%} of {live} who answered were abandoned, {limit} may be",
        "合规：接听 {live} 人，放弃 {pooled:.2%}，上限 {limit}",
    ),
    "unsure": Text(
        "not certain: {pooled:.2%} of {live} who answered were abandoned, {limit} may be; too few answered, "
        "or days differ by more than what is between: play more of them (--days)",
        "尚不确定：接听 {live} 人，放弃 {pooled:.2%}，上限 {limit}；"
        "接听太少，或逐日差异大于余量：请增加天数（--days）",
    ),
    "not_lawful": Text(
        "NOT LAWFUL: {pooled:.2%} of {live} who answered were abandoned, {limit} may be",
        "不合规：接听 {live} 人，放弃 {pooled:.2%}，上限 {limit}",
    ),
}
_NO_LIMIT = Text(
    "its law sets no limit: {pooled:.2%} of {live} who answered were abandoned",
    "所选法规未设上限：接听 {live} 人，放弃 {pooled:.2%}",
)


def head(of: "Rehearsal", known: Known, language: Language) -> str:
    """Say what is played, and whence it is known."""
    world = of.world
    said = {
        "title": of.campaign.title[language], "mode": _MODES[of.campaign.mode][language],
        "agents": world.agents, "hours": world.hours, "answers": world.answers[0],
        "machines": world.machines.share, "talk": world.talk.mean, "wrap": world.wrap.mean,
    }  # fmt: skip
    played = _HEAD[language].format_map(said)
    whence = _UNKNOWN if known.answers is None else _KNOWN
    return f"{played}\n{whence[language].format(calls=known.calls)}"


def table(of: "Forecast", language: Language) -> Table:
    """Return the figures, each with its interval where several days say something of the spread."""
    drawn = Table(box=None, pad_edge=False, show_header=False)
    for name, (title, form) in _ROWS.items():
        drawn.add_row(title[language], _cell(of.figures[name], form))
    return drawn


def _cell(it: Estimate, form: str) -> str:
    return form.format(it.mean) + (f" ± {form.format(it.half)}" if isfinite(it.half) else "")


def verdict(of: "Forecast", language: Language) -> str:
    """Say whether that is lawful."""
    said = _VERDICTS[of.verdict] if of.limit is not None else _NO_LIMIT
    return said[language].format(pooled=of.pooled, live=of.live, limit=f"{of.limit or 0:.1%}")


def as_json(of: "Rehearsal", known: Known, found: "Forecast", seeds: Sequence[int]) -> Mapping[str, Any]:
    """Write it for programs: shares from 0 to 1, spans in seconds."""
    return {
        "campaign": of.campaign.name,
        "mode": of.campaign.mode,
        "profile": of.campaign.profile,
        "world": asdict(of.world),
        "known": asdict(known),
        "seeds": list(seeds),
        "figures": written(found.figures),
        "abandonment": {"pooled": found.pooled, "live": found.live, "limit": found.limit},
        "verdict": found.verdict,
    }


# --- what cannot be played ----------------------------------------------------------------------------
def no_campaign(name: str, known: Iterable[str], file: str) -> Mistake:
    """There is none of that name."""
    there = ", ".join(known) or "–"
    return Mistake(
        "R170",
        Place(file),
        Text(f"there is no campaign {name}", f"没有名为 {name} 的外呼活动"),
        Text("only what stands in this file can be played", "只能模拟该文件中的外呼活动"),
        Text(f"name one of: {there}", f"可选：{there}"),
    )


def not_paced(campaign: Campaign, file: str) -> Mistake:
    """Nobody paces it."""
    return Mistake(
        "R171",
        Place(file),
        Text(
            f"a campaign of mode {campaign.mode} cannot be played", f"无法模拟 {campaign.mode} 模式的外呼活动"
        ),
        Text(
            "what is played is how many calls are started for agents who wait; here agents start each call, "
            "or there are none",
            "模拟的是为空闲坐席发起多少呼叫；此模式由坐席逐个发起，或没有坐席",
        ),
        Text("choose one that is progressive, power or predictive", "请选择渐进、定比或预测模式的外呼活动"),
    )


def no_law(campaign: Campaign) -> Mistake:
    """Its law is not in force."""
    return Mistake(
        "R172",
        Place(campaign.profile),
        Text("no edition of these rules is in force", "该规则没有生效的版本"),
        Text("the share that may be abandoned is theirs to say", "允许的放弃率由规则规定"),
        Text("see `valid_from` in config/compliance", "请查看 config/compliance 中的 valid_from"),
    )


def no_agents(campaign: Campaign) -> Mistake:
    """Nobody answers its queue."""
    return Mistake(
        "R173",
        Place(f"queues.{campaign.queue}"),
        Text("no agent answers this queue", "没有坐席接听该队列"),
        Text("a campaign calls for agents", "外呼活动为坐席呼叫"),
        Text("say how many there will be: --agents 10", "请指定坐席数：--agents 10"),
    )


def too_many_answers(world: World) -> Mistake:
    """More answer than are called."""
    answers, machines = f"{world.answers[0]:.0%}", f"{world.machines.share:.0%}"
    return Mistake(
        "R174",
        Place("--answers, --machines"),
        Text(
            f"people who answer ({answers}) and machines ({machines}) are more than all calls",
            f"真人接听（{answers}）与机器应答（{machines}）之和超过全部呼叫",
        ),
        Text("a call is answered by one of them, or by nobody", "一次呼叫只能由其一应答，或无人应答"),
        Text("give shares that add up to 1 at most", "请使两者之和不超过 1"),
    )
