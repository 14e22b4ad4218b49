"""I108: what is too long to be kept in mind: a prompt, a menu's choices, menus behind menus.

How long a prompt lasts is measured where a recording is at hand, else reckoned from its text as a brisk voice
would say it. The bounds are those by which voice menus are commonly designed.
"""

from collections.abc import Iterator

from ctid.ivr.checks.distance import distances
from ctid.ivr.checks.heard import Utterance, languages_of, menu_of, place_of, utterances
from ctid.ivr.flow import Exit, Flow, FlowNode
from ctid.ivr.names import Names
from ctid.ivr.sim.speech import reckoned
from ctid.ivr.steps import Prompt
from ctid.ivr.wording import Speak
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Place, Severity, Text

LONGEST_S = 30
MOST_CHOICES = 5
DEEPEST = 4
_VALUE_S = 3  # a date, a sum, a name

_WHY = Text("callers keep the last few words in mind, and hang up", "来电者只记得最后几句，随后便会挂机")


def check(flow: Flow, names: Names) -> list[Mistake]:
    """Find them."""
    return [*_long_prompts(flow, names), *_wide_menus(flow), *_deep_menus(flow)]


def _long_prompts(flow: Flow, names: Names) -> Iterator[Mistake]:
    for name, node in flow.nodes.items():
        for said in utterances(node):
            lasts = max(
                sum(_seconds(said, language, names) for language in heard)
                for heard in languages_of(node, flow)
            )
            if lasts > LONGEST_S:
                yield _long(place_of(said.words, flow.written[name]), round(lasts))


def _seconds(said: Utterance, language: Language, names: Names) -> float:
    by_text = reckoned(names.prompts or {})
    return sum(
        _VALUE_S
        if isinstance(word, Speak)
        else names.sounds.get((language, word), by_text(Prompt(word, language)).total_seconds())
        for word in said.words
    )


def _wide_menus(flow: Flow) -> Iterator[Mistake]:
    for name, node in flow.nodes.items():
        menu = menu_of(node)
        if menu is not None and len(menu.choices) > MOST_CHOICES:
            yield _wide(flow.written[name].place, name, len(menu.choices))


def _deep_menus(flow: Flow) -> Iterator[Mistake]:
    for name, above in distances(flow, _menus_passed).items():
        if menu_of(flow.nodes[name]) is not None and above + 1 > DEEPEST:
            yield _deep(flow.written[name].place, name, above + 1)


def _menus_passed(node: FlowNode, way: Exit) -> int:
    return 1 if menu_of(node) is not None else 0


def _long(place: Place, seconds: int) -> Mistake:
    return Mistake(
        "I108",
        place,
        Text(f"what is said here takes about {seconds} s", f"此处的提示音约 {seconds} 秒"),
        _WHY,
        Text(
            f"shorten it to {LONGEST_S} s, or spread it over several nodes",
            f"请缩短到 {LONGEST_S} 秒以内，或分到多个节点",
        ),
        Severity.WARNING,
    )


def _wide(place: Place, name: str, choices: int) -> Mistake:
    return Mistake(
        "I108",
        place,
        Text(f'the menu "{name}" has {choices} choices', f"菜单“{name}”有 {choices} 个选项"),
        _WHY,
        Text(
            f"at most {MOST_CHOICES}: put what is rare behind one key",
            f"最多 {MOST_CHOICES} 个：请把少用的合并到一个按键之后",
        ),
        Severity.WARNING,
    )


def _deep(place: Place, name: str, level: int) -> Mistake:
    return Mistake(
        "I108",
        place,
        Text(f'the menu "{name}" is the {level}th in a row', f"菜单“{name}”是连续的第 {level} 层"),
        _WHY,
        Text(f"at most {DEEPEST} menus in a row", f"最多连续 {DEEPEST} 层菜单"),
        Severity.WARNING,
    )
