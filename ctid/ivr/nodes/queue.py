"""`queue`: asks the centre to let the caller wait for an agent.

    to_agent:
      queue:
        name: support
        skills: {vip: 1}              # asked of the agent besides what the queue itself requires
        skills_by_language: {zh: {mandarin: 1}, en: {english: 1}}    # usually once, in `defaults`
        priority: 5                   # 0–100, higher is served first
        on_refused: leave_message     # closed, or nobody there: the variable `refused` says which

Admitted, the caller leaves the flow with the verb `wait`: from then on the dialplan owns the call.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ctid.ivr.entry import Entry
from ctid.ivr.flow import REFUSED, CallState, Exit, Move
from ctid.ivr.rules import SkillsByLanguage, read_skills, read_skills_by_language
from ctid.ivr.steps import AskQueue, Leave, Outcome, Turned
from ctid.model.ids import QueueName, SkillName


@dataclass(frozen=True, slots=True)
class Queue:
    """The node."""

    name: QueueName
    on_refused: str
    skills: Mapping[SkillName, int] = field(default_factory=dict)
    skills_by_language: SkillsByLanguage = field(default_factory=dict)
    priority: int = 0
    ends = True

    def exits(self) -> tuple[Exit, ...]:
        """Return the way of those who are turned away; the others leave."""
        return (Exit("refused", self.on_refused, sets=(REFUSED,)),)

    def enter(self, state: CallState) -> Move:
        """Ask the centre."""
        requires = {**self.skills, **self.skills_by_language.get(state.language, {})}
        return AskQueue(self.name, requires, self.priority)

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Leave to wait, or go where the flow wants those who were turned away."""
        if not isinstance(outcome, Turned):
            return Leave("wait")
        state.assign(REFUSED, outcome.reason.code)
        return self.on_refused


def read_queue(entry: Entry) -> Queue:
    """Read which queue, what it asks of agents and where a refusal leads."""
    reader = entry.reader
    fields = entry.fields("name", "skills", "skills_by_language", "priority", "on_refused")
    return Queue(
        name=QueueName(fields.need("name", reader.queue, "")),
        on_refused=fields.need("on_refused", reader.target, ""),
        skills=fields.may("skills", lambda node: read_skills(node, reader), {}),
        skills_by_language=fields.may(
            "skills_by_language",
            lambda node: read_skills_by_language(node, reader),
            entry.defaults.skills_by_language,
        ),
        priority=fields.may("priority", reader.integer(0, 100), 0),
    )
