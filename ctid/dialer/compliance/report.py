"""The daily report of a campaign: what was dialled, who was abandoned, what was refused how often and why.

Both parts of abandonment stand apart: people whom no agent took in time, which is counted, and people taken
for machines, which is estimated. Beside the day's share stands that of its worst quarter of an hour,
because a day can be lawful and an hour of it a nuisance.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any

from ctid.dialer.compliance.books import false_positives, share
from ctid.dialer.pacing.terms import Tally
from ctid.model.attempts import Attempt, AttemptOutcome
from ctid.model.campaigns import Campaign
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.model.report_words import OUTCOMES, REFUSALS

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
    windows: Sequence[Tally] = ()

    @property
    def abandoned(self) -> int:
        """Count the people whom no agent took in time."""
        return self.outcomes.get(AttemptOutcome.ABANDONED, 0)

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
        return (self.abandoned + self.taken_for_machines) / self.live if self.live else 0.0


def report_of(
    campaign: Campaign,
    began: datetime,
    attempts: Sequence[Attempt],
    refused: Mapping[str, int],
    windows: Sequence[Tally],
) -> DayReport:
    """Report the day that `began` then, by the clock of that instant, from its attempts in any order.

    `refused` says how often calls were refused, by the code of the reason; `windows` are the books of the law
    as they were when the day ended.
    """
    outcomes = Counter(attempt.outcome for attempt in attempts if attempt.outcome is not None)
    people = sum(outcomes[outcome] for outcome in _LIVE)
    taken = false_positives(people, outcomes[AttemptOutcome.MACHINE], campaign.false_positives or 0.0)
    worst, worst_at = _worst(attempts, began.tzinfo)
    under_way = sum(attempt.outcome is None for attempt in attempts)
    return DayReport(
        campaign.name, began.date(), dict(outcomes), under_way, taken, worst, worst_at, refused, windows
    )


def _worst(attempts: Iterable[Attempt], zone: tzinfo | None) -> tuple[float, str]:
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
    "windows": Text("books of the law: {windows}", "法规窗口：{windows}"),
    "outcomes": Text("outcomes: {outcomes}", "结果：{outcomes}"),
    "refused": Text("calls refused, by reason: {refused}", "未拨打（按原因）：{refused}"),
}


_WINDOW = Text(
    "{name} {share:.2%} of at most {limit:.1%} ({abandoned:.1f} of {live:.1f})",
    "{name} {share:.2%}，上限 {limit:.1%}（接听 {live:.1f}，放弃 {abandoned:.1f}）",
)


def written(report: DayReport) -> Text:
    """Write a report for people, a line for each thing worth saying."""
    return Text(_in(report, Language.EN), _in(report, Language.ZH))


def _in(report: DayReport, language: Language) -> str:
    facts = {
        "campaign": report.campaign, "day": report.day, "attempts": report.attempts, "live": report.live,
        "share": report.share, "counted": report.abandoned, "taken": report.taken_for_machines,
        "worst": report.worst, "worst_at": report.worst_at,
        "windows": "; ".join(_window(tally, language) for tally in report.windows) or "–",
        "outcomes": _listed(report.outcomes, OUTCOMES, language),
        "refused": _listed(report.refused, REFUSALS, language),
    }  # fmt: skip
    lines = (line for name, line in _LINES.items() if name != "worst" or report.worst_at)
    return "\n".join(line[language].format(**facts) for line in lines)


def _window(tally: Tally, language: Language) -> str:
    return _WINDOW[language].format(
        name=tally.name, share=share(tally), limit=tally.limit, abandoned=tally.abandoned, live=tally.live
    )


def _listed(counts: Mapping[Any, int], titles: Mapping[str, Text], language: Language) -> str:
    """Write counts, the greatest first; what has no title is written as it is."""
    often = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    named = ((titles[name][language] if name in titles else str(name), many) for name, many in often)
    return ", ".join(f"{name} {many}" for name, many in named) or "–"
