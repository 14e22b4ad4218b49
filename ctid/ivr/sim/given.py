"""What is given before a simulated call begins: who calls, when, and what the world outside the flow answers.

Mocks stand under the name of what is asked: `queue.support: nobody_signed_on` is the code of the reason why the
queue takes nobody. What is not mocked answers well: a queue admits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ctid.ivr.steps import Admitted, AskQueue, Turned
from ctid.model.languages import Language
from ctid.model.reasons import Reason

ADMITTED = "admitted"
REFUSALS = ("nobody_signed_on", "queue_closed", "queue_closed_now", "queue_full", "unknown_queue")

_NO_MOCKS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Given:
    """The circumstances. `at` is aware, None for now; `language` is what is known of the caller."""

    ani: str = "+12025550123"
    dnis: str = ""
    at: datetime | None = None
    language: Language | None = None
    mocks: Mapping[str, str] = field(default_factory=lambda: _NO_MOCKS)

    def of_queue(self, step: AskQueue, now: datetime) -> Admitted | Turned:
        """Answer for the centre."""
        said = self.mocks.get(queue_mock(step.queue), ADMITTED)
        facts = {"queue": step.queue, "skills": ", ".join(step.requires), "waiting": 0}
        return Admitted(now) if said == ADMITTED else Turned(Reason(said, facts))


def queue_mock(queue: str) -> str:
    """Name the mock of a queue."""
    return f"queue.{queue}"
