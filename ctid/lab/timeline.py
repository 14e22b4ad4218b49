"""A call's timeline in words, step by step with milliseconds since the arrival, and whether it is whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ctid.model.languages import Language

Line = Mapping[str, Any]

WORDS: dict[str, tuple[str, str]] = {
    "call.arrived": ("the call arrives from {ani} for {dnis}", "{ani} 来电，拨打 {dnis}"),
    "ivr.stepped": ("IVR {node}: {what} {value}", "语音菜单 {node}：{what} {value}"),
    "customer.identified": (
        "customer found: {customer} ({matches} match(es))",
        "识别客户：{customer}（{matches} 个匹配）",
    ),
    "call.queued": ("waits in queue {queue} for {skills}", "进入队列 {queue} 等待，需要 {skills}"),
    "call.refused": ("queue {queue} refuses", "队列 {queue} 未接纳"),
    "offer.made": ("offered to {name}", "派给 {name}"),
    "pop.shown": ("the customer is on the agent's page", "坐席页面已弹屏"),
    "pop.skipped": ("no page showed the customer ({because})", "未能弹屏（{because}）"),
    "call.delivered": ("phone {phone} rings", "话机 {phone} 振铃"),
    "leg.answered": ("the agent answers and hears the whisper", "坐席应答，听到提示"),
    "offer.missed": ("the agent did not take it", "坐席未接"),
    "offer.withdrawn": ("the offer is taken back", "撤回派单"),
    "call.established": ("talking, after {waited_ms} ms in the queue", "接通，排队 {waited_ms} 毫秒"),
    "connection.cleared": ("the {by} hangs up", "{by} 挂断"),
    "agent.wrap_up": ("wrap-up", "话后处理"),
    "call.cleared": ("the caller is gone ({outcome})", "来电方已离开（{outcome}）"),
    "interaction.disposed": ("disposition: {disposition}", "处理结果：{disposition}"),
    "interaction.closed": ("all work on it is done", "全部处理完毕"),
    "interaction.logged": ("the log row is committed", "记录已写入数据库"),
}

NEEDED = (
    "call.arrived",
    "ivr.stepped",
    "customer.identified",
    "call.queued",
    "offer.made",
    "pop.shown",
    "call.delivered",
    "call.established",
    "connection.cleared",
    "call.cleared",
    "interaction.disposed",
    "interaction.logged",
)


@dataclass
class Timeline:
    """The events of the first call that arrives while it listens."""

    interaction: str = ""
    lines: list[Line] = field(default_factory=list)

    def take(self, line: Line) -> bool:
        """Keep an event of the call; say whether it belongs to it."""
        if line.get("kind") != "event" or line.get("interaction") is None:
            return False
        if not self.interaction and line["type"] == "call.arrived":
            self.interaction = line["interaction"]
        if line["interaction"] != self.interaction:
            return False
        self.lines.append(line)
        return True

    def ms(self, line: Line) -> int:
        """Milliseconds from the arrival to a line."""
        return round((_at(line) - _at(self.lines[0])).total_seconds() * 1000)

    def words(self, line: Line, language: Language) -> str:
        """Say a line, with the reason where it has one."""
        english, chinese = WORDS.get(line["type"], (line["type"], line["type"]))
        said = (chinese if language is Language.ZH else english).format_map(_Facts(line["facts"])).strip()
        reason = line.get("reason")
        return f"{said} · {reason[language.value]}" if reason else said

    def first(self, kind: str) -> Line | None:
        """Return the first event of a type."""
        return next((line for line in self.lines if line["type"] == kind), None)

    @property
    def missing(self) -> list[str]:
        """What a whole call would have and this one has not."""
        missing = [kind for kind in NEEDED if self.first(kind) is None]
        offer, found = self.first("offer.made"), self.first("customer.identified")
        if offer is not None and not offer.get("reason"):
            missing.append("offer.made: reason")
        if found is not None and not found["facts"].get("matches"):
            missing.append("customer.identified: a match")
        if not any(line["facts"].get("what") == "entered" for line in self.lines):
            missing.append("ivr.stepped: a number entered")
        if (self.pop_before_ring_ms or 0) <= 0:
            missing.append("pop before ring")
        return missing

    @property
    def pop_before_ring_ms(self) -> float | None:
        """Milliseconds by which the agent saw the customer before the phone rang."""
        shown, rings = self.first("pop.shown"), self.first("call.delivered")
        return None if shown is None or rings is None else (_at(rings) - _at(shown)).total_seconds() * 1000

    def as_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {
            "ok": not self.missing,
            "missing": self.missing,
            "interaction": self.interaction,
            "pop_before_ring_ms": self.pop_before_ring_ms,
            "timeline": [
                {"ms": self.ms(line), **{k: v for k, v in line.items() if k not in ("kind", "heard_at")}}
                for line in self.lines
            ],
        }


class _Facts(dict[str, Any]):
    """Facts for a template; one that is not there is left out."""

    def __missing__(self, key: str) -> str:
        return ""


def _at(line: Line) -> datetime:
    return datetime.fromisoformat(line["at"])
