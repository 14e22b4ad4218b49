"""What callers hear in a node, and what they may key there: the kinds of node as the rules look at them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ctid.ivr.flow import Flow, FlowNode, Written
from ctid.ivr.nodes.authenticate import Authenticate, Gate
from ctid.ivr.nodes.collect import Collect
from ctid.ivr.nodes.ending import Ending
from ctid.ivr.nodes.language import Remembered
from ctid.ivr.nodes.menu import Menu
from ctid.ivr.nodes.personal import Personal
from ctid.ivr.nodes.record import Take
from ctid.ivr.nodes.say import Say
from ctid.ivr.nodes.survey import Survey
from ctid.ivr.nodes.transfer import Transfer
from ctid.ivr.wording import Speak, Words
from ctid.model.languages import Language
from ctid.model.mistakes import Place

EVERY_KEY = frozenset("0123456789*#")
DIGITS = EVERY_KEY - {"*", "#"}


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is said in one go, and the keys that may answer it (None: it asks for none)."""

    words: Words
    keys: frozenset[str] | None = None

    def text(self, texts: Mapping[str, str]) -> str:
        """Return what is said, with a gap for each value."""
        return " ".join("…" if isinstance(word, Speak) else texts.get(word, "") for word in self.words)


def menu_of(node: FlowNode) -> Menu | None:
    """Return the menu that a node is or holds."""
    if isinstance(node, Remembered):
        return node.menu
    return node if isinstance(node, Menu) else None


def utterances(node: FlowNode) -> tuple[Utterance, ...]:
    """Return what a caller may hear in a node, less the remarks on bad entries."""
    match node:
        case Menu(prompts=words, choices=keys) | Remembered(menu=Menu(prompts=words, choices=keys)):
            said = [Utterance(words, frozenset(keys))]
        case Collect(prompts=words, digits=digits) | Authenticate(gate=Gate(prompts=words, digits=digits)):
            said = [Utterance(words, DIGITS | {*digits.end})]
        case Take():
            said = [Utterance(node.prompts, frozenset(node.end) or EVERY_KEY)]
        case Survey():
            said = [Utterance(question.prompts, frozenset(question.keys)) for question in node.questions]
            said.append(Utterance(node.thanks))
        case Personal():
            said = [Utterance(rule.say) for rule in node.rules]
        case Say() | Ending() | Transfer():
            said = [Utterance(node.prompts)]
        case _:
            said = []
    return tuple(one for one in said if one.words)


def languages_of(node: FlowNode, flow: Flow) -> Iterable[tuple[Language, ...]]:
    """Return the languages that one caller hears there: one of the flow's, or all, one after the other."""
    menu = menu_of(node)
    return (
        [menu.languages] if menu is not None and menu.languages else [(tongue,) for tongue in flow.languages]
    )


def place_of(words: Words, written: Written) -> Place:
    """Return where the first prompt of some words stands; if none does, the node."""
    return next((said.place for said in written.prompts if said.name in words), written.place)
