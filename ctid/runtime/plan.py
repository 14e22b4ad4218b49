"""What applying the centre's files would change, held against what was applied last.

What runs is read from the store: every configuration is kept there as it is applied, and what is live too. So
a plan can be made with no daemon running; only how many callers wait is the daemon's to say.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from ctid.config.centre import read_site
from ctid.config.difference import Change, Reach, differences, flow_differences, reaches
from ctid.model.configuration import AppliedSite, LiveSkills, still_live, with_live
from ctid.model.ids import AgentId, FlowName, QueueName, SkillName
from ctid.model.mistakes import Text
from ctid.model.site import Site

SEEN_ELSEWHERE = {
    "phone": Text(
        "the switch needs a SIP endpoint of this name (pjsip.conf)", "交换机须有同名的 SIP 终端（pjsip.conf）"
    ),
    "queue": Text(
        "agents hear no whisper until its prompt `whisper-NAME` is rendered on the switch",
        "在交换机上生成提示音 `whisper-名称` 之前，坐席听不到来电提示",
    ),
    "emergency.numbers": Text(
        "set CTID_EMERGENCY on the switch too, and reload its dialplan",
        "请同时修改交换机上的 CTID_EMERGENCY 并重新加载拨号方案",
    ),
}
"""What a change needs beside the file; everything else is live as soon as it is applied."""


@dataclass(frozen=True, slots=True)
class Drift:
    """A level that a supervisor changed live, and the one in the file; 0 is without the skill."""

    agent: AgentId
    skill: SkillName
    live: int
    file: int
    live_skills: LiveSkills


@dataclass(frozen=True, slots=True)
class Plan:
    """The file `after` beside what runs. `waiting` is by queue, None where no daemon could be asked."""

    before: Site
    after: Site
    live: Mapping[AgentId, LiveSkills]
    waiting: Mapping[QueueName, int] | None = None
    applied: AppliedSite | None = None  # None: nothing was ever applied, and `before` is the file itself
    flow_changes: Sequence[Change] = ()

    @property
    def changes(self) -> list[Change]:
        """Return every place in which the files differ from what was applied."""
        return [*differences(self.before, self.after), *self.flow_changes]

    @property
    def reaches(self) -> list[Reach]:
        """Return who gains or loses which queue, what is live counted in."""
        return reaches(with_live(self.before, self.live), with_live(self.after, self._still()))

    @property
    def drift(self) -> list[Drift]:
        """Return what is live and stands otherwise in the file."""
        return [
            Drift(live.agent, skill, level, self.after.agents[live.agent].skills.get(skill, 0), live)
            for live in self._still().values()
            for skill, level in live.levels.items()
        ]

    @property
    def touched(self) -> dict[QueueName, int]:
        """Return how many wait in the queues that the change touches; they keep their places."""
        named = {reach.queue for reach in self.reaches} | set(_queues_in(self.changes))
        all_of_them = any(change.path.startswith("routing.") for change in self.changes)
        return {q: n for q, n in (self.waiting or {}).items() if n and (q in named or all_of_them)}

    @property
    def in_the_way(self) -> dict[QueueName, int]:
        """Return the queues that would go although callers are in them: these are not applied."""
        return {queue: n for queue, n in self.touched.items() if queue not in self.after.queues}

    def _still(self) -> dict[AgentId, LiveSkills]:
        left = (still_live(self.after, live) for live in self.live.values())
        return {live.agent: live for live in left if live.levels}


def plan_of(
    after: Site,
    applied: AppliedSite | None,
    live: Iterable[LiveSkills],
    waiting: Mapping[QueueName, int] | None,
    texts: Mapping[FlowName, str] = MappingProxyType({}),
) -> Plan:
    """Hold a site, and its flows as they are written, against what was applied last."""
    before, changed = after, list[Change]()
    if applied is not None:
        before = read_site(applied.centre, "centre.yaml", flows=set(applied.flows))
    if applied is not None and applied.texts:
        changed = flow_differences(applied.texts, texts)
    return Plan(before, after, {each.agent: each for each in live}, waiting, applied, changed)


def elsewhere(change: Change) -> Text | None:
    """Return what a change needs beside the file."""
    if change.after is None:
        return None
    new = change.before is None and change.path.count(".") == 1
    if change.path.startswith("agents.") and (new or change.path.endswith(".phone")):
        return SEEN_ELSEWHERE["phone"]
    if change.path.startswith("queues.") and new:
        return SEEN_ELSEWHERE["queue"]
    return SEEN_ELSEWHERE.get(change.path)


def as_json(plan: Plan) -> dict[str, Any]:
    """Write a plan as JSON; spans in seconds."""
    return {
        "applied_at": plan.applied.at.isoformat() if plan.applied else None,
        "applied_by": plan.applied.who if plan.applied else None,
        "changes": [asdict(change) for change in plan.changes],
        "reaches": [
            {
                "agent": reach.agent,
                "queue": reach.queue,
                "before_s": reach.before.total_seconds() if reach.before is not None else None,
                "after_s": reach.after.total_seconds() if reach.after is not None else None,
            }
            for reach in plan.reaches
        ],
        "drift": [
            {
                "agent": drift.agent,
                "skill": drift.skill,
                "live": drift.live,
                "file": drift.file,
                "who": drift.live_skills.who,
                "since": drift.live_skills.since.isoformat(),
            }
            for drift in plan.drift
        ],
        "waiting": plan.touched if plan.waiting is not None else None,
        "in_the_way": plan.in_the_way,
    }


def _queues_in(changes: Iterable[Change]) -> Iterator[QueueName]:
    for change in changes:
        section, _, rest = change.path.partition(".")
        if section == "queues":
            yield QueueName(rest.split(".")[0].split("[")[0])
