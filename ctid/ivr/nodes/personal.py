"""`personal`: what is said to this caller and not to others, by rules on what is known of them.

    greet:
      personal:
        - {name: by_name, when: known(customer.name), say: [hello, {text: = customer.name}]}
        - {name: birthday, when: birthday(customer.birthday), say: happy-birthday}
        - {name: valued, when: customer.tier = 'gold', set: {priority: 10}}
      next: welcome

All rules that hold are followed, in their order; each is noted with the reason that it held. A stranger goes
on at once, and a key cuts it short, for who knows the menu that follows. What is said here is said to whoever
calls from the number: nothing private.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ctid.ivr import mistakes
from ctid.ivr.entry import Entry
from ctid.ivr.expression import Expression
from ctid.ivr.flow import CallState, Exit, Move
from ctid.ivr.reading import NOTHING, Reader, Term
from ctid.ivr.steps import Outcome, Play
from ctid.ivr.values import Sort
from ctid.ivr.wording import Words, spoken, words_of, worth
from ctid.model.document import Node
from ctid.model.reasons import Reason


@dataclass(frozen=True, slots=True)
class Rule:
    """What is said and set when it holds."""

    name: str
    when: Expression
    say: Words = ()
    sets: Mapping[str, Term] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Personal:
    """The node."""

    rules: tuple[Rule, ...]
    next: str
    ends = False

    def exits(self) -> tuple[Exit, ...]:
        """Return the way on."""
        return (Exit("next", self.next),)

    def enter(self, state: CallState) -> Move:
        """Follow the rules that hold."""
        words: Words = ()
        for rule in self.rules:
            if not rule.when.holds(state):
                continue
            state.note("greeted", rule.name, reason=_reason(rule, state))
            for variable, term in rule.sets.items():
                state.assign(variable, worth(term, state))
            words += rule.say
        sounds = spoken(words, state)
        return Play(sounds, barge_in=True) if sounds else self.next

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Go on."""
        return self.next


def _reason(rule: Rule, state: CallState) -> Reason:
    """Say why a rule held: the condition, and what it looked at."""
    seen = ", ".join(f"{name} = {state.text(name)}" for name in rule.when.variables())
    return Reason("personal_rule", {"rule": rule.name, "when": rule.when.text, "seen": seen})


def read_personal(entry: Entry) -> Personal:
    """Read the rules; none are a mistake."""
    members = entry.value.elements()
    if not members:
        entry.reader.note(mistakes.wrong_shape(entry.value.place, "list"))
    return Personal(tuple(_read_rule(member, entry.reader) for member in members), entry.next)


def _read_rule(node: Node, reader: Reader) -> Rule:
    fields = reader.fields(node, "name", "when", "say", "set")
    if not fields.members.keys() & {"say", "set"}:
        reader.note(mistakes.missing_key(node.place, "say"))
    return Rule(
        name=fields.need("name", reader.node_name, ""),
        when=fields.need("when", reader.expression(Sort.TRUTH), NOTHING),
        say=fields.may("say", words_of(reader), ()),
        sets=fields.may("set", reader.assignments, {}),
    )
