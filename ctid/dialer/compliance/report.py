"""The daily report of a campaign: what was dialled, who was abandoned, and which rules refused how often.

Both parts of abandonment stand apart: people whom no agent took in time, which is counted, and people taken
for machines, which is estimated. Beside the day's share stands that of its worst quarter of an hour,
because a day can be lawful and an hour of it a nuisance.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ctid.dialer.compliance.books import false_positives
from ctid.model.attempts import Attempt, AttemptOutcome
from ctid.model.mistakes import Text

_LIVE = (AttemptOutcome.CONNECTED, AttemptOutcome.HUNG_UP, AttemptOutcome.ABANDONED)


@dataclass(frozen=True, slots=True)
class DayReport:
    """A campaign's day. `taken_for_machines` is an estimate; `worst_at` is the local beginning (HH:MM) of the
    quarter of an hour with the greatest share of people abandoned, `worst` that share (0-1)."""

    campaign: str
    day: date
    outcomes: Mapping[AttemptOutcome, int]
    under_way: int
    taken_for_machines: float
    worst: float
    worst_at: str
    refused: Mapping[str, int] = field(default_factory=dict)

    @property
    def attempts(self) -> int:
        """Count the attempts, whatever came of them."""
        return sum(self.outcomes.values()) + self.under_way

    @property
    def live(self) -> float:
        """Count the people who answered, with those taken for machines."""
        return sum(self.outcomes.get(outcome, 0) for outcome in _LIVE) + self.taken_for_machines

    @property
    def share(self) -> float:
        """Return the share of people who were abandoned (0-1), both parts."""
        abandoned = self.outcomes.get(AttemptOutcome.ABANDONED, 0) + self.taken_for_machines
        return abandoned / self.live if self.live else 0.0


def reports(
    attempts: Iterable[Attempt],
    zone: ZoneInfo,
    *,
    missed: Mapping[str, float] | None = None,
    refused: Mapping[tuple[str, date], Mapping[str, int]] | None = None,
) -> list[DayReport]:
    """Report every day of every campaign, days by the clock of `zone`, from attempts in any order.

    `missed` is the share of people (0-1) that each campaign's detector takes for machines; `refused` says
    how often each rule refused, by campaign and day.
    """
    days: defaultdict[tuple[str, date], list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        days[attempt.campaign, attempt.committed_at.astimezone(zone).date()].append(attempt)
    rates, rules = missed or {}, refused or {}
    return [
        _report(key, days.get(key, []), zone, rates.get(key[0], 0.0), rules.get(key, {}))
        for key in sorted({*days, *rules})
    ]


def _report(
    key: tuple[str, date], attempts: list[Attempt], zone: ZoneInfo, missed: float, refused: Mapping[str, int]
) -> DayReport:
    outcomes = Counter(attempt.outcome for attempt in attempts if attempt.outcome is not None)
    people = sum(outcomes[outcome] for outcome in _LIVE)
    taken = false_positives(people, outcomes[AttemptOutcome.MACHINE], missed)
    worst, worst_at = _worst(attempts, zone)
    under_way = sum(attempt.outcome is None for attempt in attempts)
    return DayReport(*key, dict(outcomes), under_way, taken, worst, worst_at, dict(refused))


def _worst(attempts: Iterable[Attempt], zone: ZoneInfo) -> tuple[float, str]:
    """Return the greatest share of people abandoned in a quarter of an hour, and when that began."""
    live: Counter[datetime] = Counter()
    abandoned: Counter[datetime] = Counter()
    for attempt in attempts:
        if attempt.outcome in _LIVE:
            quarter = _quarter(attempt.answered_at or attempt.committed_at)
            live[quarter] += 1
            abandoned[quarter] += attempt.outcome is AttemptOutcome.ABANDONED
    if not +abandoned:
        return 0.0, ""
    at = max(sorted(live), key=lambda quarter: abandoned[quarter] / live[quarter])
    return abandoned[at] / live[at], f"{at.astimezone(zone):%H:%M}"


def _quarter(at: datetime) -> datetime:
    return at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)


_LINES = {
    "head": Text("{campaign}, {day}: {attempts} attempts", "{campaign}，{day}：拨打 {attempts} 次"),
    "live": Text("answered by people: {live:.1f}", "真人接听：{live:.1f}"),
    "lost": Text(
        "abandoned: {share:.2%} ({counted} counted, {taken:.1f} estimated to have been taken for machines)",
        "放弃率：{share:.2%}（实计 {counted}，估计被误判为机器 {taken:.1f}）",
    ),
    "worst": Text(
        "worst quarter of an hour: {worst:.2%}, from {worst_at}", "最差一刻钟：{worst:.2%}，始于 {worst_at}"
    ),
    "outcomes": Text("outcomes: {outcomes}", "结果：{outcomes}"),
    "refused": Text("not dialled, by rule: {refused}", "未拨打（按规则）：{refused}"),
}


def written(report: DayReport) -> Text:
    """Write a report for people, a line for each thing worth saying."""
    facts = {
        "campaign": report.campaign, "day": report.day, "attempts": report.attempts, "live": report.live,
        "share": report.share, "counted": report.outcomes.get(AttemptOutcome.ABANDONED, 0),
        "taken": report.taken_for_machines, "worst": report.worst, "worst_at": report.worst_at,
        "outcomes": _listed(report.outcomes), "refused": _listed(report.refused),
    }  # fmt: skip
    lines = [line for name, line in _LINES.items() if name != "worst" or report.worst_at]
    return Text(
        "\n".join(line.en.format(**facts) for line in lines),
        "\n".join(line.zh.format(**facts) for line in lines),
    )


def _listed(counts: Mapping[AttemptOutcome, int] | Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "–"
