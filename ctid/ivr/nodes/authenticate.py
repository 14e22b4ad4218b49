"""`authenticate`: a PIN is keyed in and an action of the site says whether it is right.

prove_it:
  authenticate:
    prompt: ask-pin
    digits: {min: 4, max: 6, end: "#"}
    check: accounts.verify        # async def verify(customer: str, pin: Secret) -> Verified | Refused
    with: {customer: = customer.id}
    tries: 3                      # wrong PINs in the whole call, 1–5
    wrong: wrong-pin              # said before asking again
    on_locked: to_agent           # after so many, or when the action says Locked
  next: account                   # Verified

What is keyed in is a secret from the first key: it is shown to the action and to nobody else, kept in no
variable, and noted as `MASK`. The tries are the call's, so that going round through a menu gives no new ones;
what lies between calls (locking an account) is the action's, which knows the account.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ctid.ivr import mistakes_outside as wrong
from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Move
from ctid.ivr.inputs import InputRules
from ctid.ivr.nodes.action import signature_of
from ctid.ivr.nodes.collect import Digits, read_digits
from ctid.ivr.outside import AskRules, Signature
from ctid.ivr.questions import UNKNOWN, read_arguments
from ctid.ivr.reading import Reader, Term
from ctid.ivr.rules import RULES, read_asking, read_rules
from ctid.ivr.steps import Answered, Failed, Keys, NoKeys, Outcome, Source
from ctid.ivr.values import MASK, Secret, Sort
from ctid.ivr.wording import Words, spoken, words_of, worth
from ctid.model.document import Node
from ctid.model.reasons import Reason

PIN = "pin"
EIGHT = Digits(4, 8)
LOCKED_OUT = "locked"
VERIFIED, REFUSED, LOCKED = "Verified", "Refused", "Locked"
OUTCOMES = frozenset({VERIFIED, REFUSED, LOCKED})


@dataclass(frozen=True, slots=True)
class Gate:
    """What is asked of the caller, and who judges it."""

    prompts: Words
    check: str
    arguments: Mapping[str, Term] = field(default_factory=dict)
    digits: Digits = EIGHT
    tries: int = 3
    wrong: Words = ()


@dataclass(frozen=True, slots=True)
class Authenticate:
    """The node."""

    gate: Gate
    rules: InputRules
    asking: AskRules
    next: str
    on_locked: str
    ends = False

    def exits(self) -> tuple[Exit, ...]:
        """Return the way of the verified, of those locked out, of errors, and those of the rules."""
        judged = (Exit("match", self.next, by_caller=True), Exit(LOCKED_OUT, self.on_locked))
        return (*judged, self.asking.exit(), *self.rules.exits())

    def enter(self, state: CallState) -> Move:
        """Ask for the PIN; who has no tries left is not asked."""
        return (
            self._ask(state, ()) if self._tries(state) < self.gate.tries else Exit(LOCKED_OUT, self.on_locked)
        )

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Have judged what was keyed, or follow the judgement."""
        match outcome:
            case Keys(digits) if self.gate.digits.accept(digits):
                state.note("entered", MASK)
                return self._have_judged(digits, state)
            case Keys():
                return self.rules.failed("no_match", MASK, state, lambda before: self._ask(state, before))
            case NoKeys():
                return self.rules.failed("no_input", "", state, lambda before: self._ask(state, before))
            case Answered(judgement) if judgement in OUTCOMES:
                return self._judged(judgement, state)
            case Answered():
                return self.asking.failed(Failed(Reason("bad_answer", {"asked": self.gate.check})), state)
            case _:
                return self.asking.failed(outcome, state)

    def _have_judged(self, digits: str, state: CallState) -> Move:
        arguments = {name: worth(term, state) for name, term in self.gate.arguments.items()}
        arguments[PIN] = Secret(digits)
        return self.asking.request(
            Source.ACTION, self.gate.check, arguments, (VERIFIED, REFUSED, LOCKED), state
        )

    def _judged(self, judgement: str, state: CallState) -> Move:
        state.note("answered", judgement)
        if judgement == VERIFIED:
            return Exit("match", self.next, by_caller=True)
        state.tries[state.node] = self._tries(state) + 1
        if judgement == LOCKED or self._tries(state) >= self.gate.tries:
            return Exit(LOCKED_OUT, self.on_locked)
        return self._ask(state, self.gate.wrong)

    def _tries(self, state: CallState) -> int:
        return state.tries.get(state.node, 0)

    def _ask(self, state: CallState, before: Words) -> Move:
        return self.rules.ask(
            spoken(before + self.gate.prompts, state),
            max_digits=self.gate.digits.most,
            end=self.gate.digits.end,
            secret=True,
            into=PIN,
        )


def read_authenticate(entry: Entry) -> Authenticate:
    """Read what is asked for, who checks it, and where it leads."""
    reader = entry.reader
    fields = entry.fields(
        "prompt", "digits", "check", "with", "tries", "wrong", "on_locked", "on_error", *RULES
    )
    signature = fields.may("check", lambda node: _read_checker(node, reader), UNKNOWN)
    gate = Gate(
        prompts=fields.need("prompt", words_of(reader), ()),
        check=fields.need("check", reader.text, ""),
        arguments=read_arguments(fields, signature, given=(PIN,)),
        digits=fields.may("digits", lambda node: read_digits(node, reader), EIGHT),
        tries=fields.may("tries", reader.integer(1, 5), 3),
        wrong=fields.may("wrong", words_of(reader), ()),
    )
    return Authenticate(
        gate=gate,
        rules=read_rules(fields, entry.defaults.rules),
        asking=read_asking(fields, entry.defaults.asking, ("on_error",)),
        next=entry.next,
        on_locked=fields.need("on_locked", reader.target, ""),
    )


def _read_checker(node: Node, reader: Reader) -> Signature:
    signature = signature_of(node, reader)
    judges = {VERIFIED, REFUSED} <= set(signature.outcomes) <= OUTCOMES
    if signature is not UNKNOWN and not (judges and signature.parameters.get(PIN) is Sort.SECRET):
        reader.note(wrong.wrong_checker(node.place, str(node.value), PIN))
    return signature
