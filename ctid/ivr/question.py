"""What `lookup`, `action` and `webhook` share: somebody outside is asked, and what they answer leads on.

Every outcome has its way, and so has every way of not answering (`on_error`). The values that come with an
outcome become variables: with `into: order`, what the answer calls `state` is `order.state`. An answer whose
outcome or values are not those that were declared is no answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ctid.ivr.flow import CallState, Exit, Move
from ctid.ivr.outside import AskRules, Signature, Values
from ctid.ivr.reading import Term
from ctid.ivr.steps import Answered, Failed, Outcome, Source
from ctid.ivr.values import Sort, Value, sort_of
from ctid.ivr.wording import worth
from ctid.model.reasons import Reason


@dataclass(frozen=True, slots=True)
class Question:
    """The node."""

    source: Source
    name: str
    signature: Signature
    on: Mapping[str, str]
    rules: AskRules
    arguments: Mapping[str, Term] = field(default_factory=dict)
    into: str = ""
    ends = False

    def exits(self) -> tuple[Exit, ...]:
        """Return one way an outcome, and that of errors."""
        answered = (Exit(name, target, sets=self._sets(name)) for name, target in self.on.items())
        return (*answered, self.rules.exit())

    def enter(self, state: CallState) -> Move:
        """Ask."""
        arguments = {name: worth(term, state) for name, term in self.arguments.items()}
        return self.rules.request(self.source, self.name, arguments, tuple(self.on), state)

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Keep what was answered and follow the outcome."""
        if not isinstance(outcome, Answered):
            return self.rules.failed(outcome, state)
        wanted = self.signature.outcomes.get(outcome.outcome)
        values = _read(outcome.values, wanted) if wanted is not None else None
        if values is None or outcome.outcome not in self.on:
            return self.rules.failed(Failed(Reason("bad_answer", {"asked": self.name})), state)
        state.note("answered", outcome.outcome)
        for name, value in values.items() if self.into else ():
            state.assign(f"{self.into}.{name}", value)
        return Exit(outcome.outcome, self.on[outcome.outcome])

    def _sets(self, outcome: str) -> tuple[str, ...]:
        return tuple(f"{self.into}.{name}" for name in self.signature.outcomes[outcome]) if self.into else ()


def _read(values: Mapping[str, Value], wanted: Values) -> Mapping[str, Value] | None:
    """Return what is wanted, each of its sort or nothing; None if one is of another sort."""
    read = {name: _as(values.get(name), sort) for name, sort in wanted.items()}
    return read if all(sort_of(read[name]) in (None, sort) for name, sort in wanted.items()) else None


def _as(value: Value, sort: Sort) -> Value:
    """Take a text for the date that it is, where one is wanted: JSON has none."""
    if sort is not Sort.DATE or not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return value
