"""What is said: recordings by their keys, and values in a form, one after the other.

    say: [order-status, {digits: = order_no}, {date: = order.due}, {money: = order.total, currency: CNY}]

The forms are number, digits, money, date, time (a text such as 14:05) and text (read out by a voice).

A value that is nothing, or empty, is passed over: a stranger's name makes no silence.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ctid.ivr import mistakes
from ctid.ivr.expression import Expression
from ctid.ivr.flow import CallState
from ctid.ivr.reading import Reader, Term
from ctid.ivr.spoken.vocabulary import MONEY
from ctid.ivr.steps import Form, Prompt, Said, Sound
from ctid.ivr.values import Secret, Sort, Value, written
from ctid.model.document import Node
from ctid.model.languages import Language

FORMS: Mapping[Form, Sort] = {
    Form.NUMBER: Sort.NUMBER,
    Form.DIGITS: Sort.TEXT,
    Form.MONEY: Sort.NUMBER,
    Form.DATE: Sort.DATE,
    Form.TIME: Sort.TEXT,  # 14:05
    Form.TEXT: Sort.TEXT,
}


@dataclass(frozen=True, slots=True)
class Speak:
    """A value to say in a form; `currency` is that of money."""

    form: Form
    term: Term
    currency: str = ""


Words = tuple[str | Speak, ...]


def worth(term: Term, state: CallState) -> Value:
    """Return the value of a term at this moment of a call."""
    return term(state) if isinstance(term, Expression) else term


def spoken(
    words: Iterable[str | Speak], state: CallState, language: Language | None = None
) -> tuple[Sound, ...]:
    """Return what is to be played, in the session's language if no other is given."""
    tongue = language or state.language
    sounds: list[Sound] = []
    for word in words:
        if isinstance(word, str):
            sounds.append(Prompt(word, tongue))
        elif (value := worth(word.term, state)) not in (None, "") and not isinstance(value, Secret):
            sounds.append(Said(word.form, value, tongue, word.currency))
    return tuple(sounds)


def note_heard(words: Iterable[str | Speak], state: CallState) -> None:
    """Write down that all of it was heard."""
    for sound in spoken(words, state):
        state.note("heard", sound.key if isinstance(sound, Prompt) else written(sound.value))


def words_of(reader: Reader) -> Callable[[Node], Words]:
    """Make a reader of one prompt or value, or a list of them."""

    def read(node: Node) -> Words:
        if not node.is_sequence:
            return (_word(node, reader),)
        if not node.elements():
            reader.note(mistakes.wrong_shape(node.place, "text"))
        return tuple(_word(member, reader) for member in node.elements())

    return read


def _word(node: Node, reader: Reader) -> str | Speak:
    if not node.is_mapping:
        return reader.prompts(node)[0]
    fields = reader.fields(node, *FORMS, "currency")
    forms = [form for form in FORMS if form in fields.members]
    if len(forms) != 1:
        reader.note(mistakes.wrong_shape(node.place, "said"))
        return ""
    form, currency = forms[0], ""
    if form is Form.MONEY:
        currency = fields.need("currency", lambda name: reader.one_of(name, tuple(MONEY)), "")
    elif "currency" in fields.members:
        reader.note(mistakes.not_both(node.place, form, "currency"))
    return Speak(form, reader.term(FORMS[form])(fields.members[form]), currency)
