"""I115, I116: the keys that callers are told to press, against those that do something, in each language.

I115: a prompt says "press 3", and 3 means nothing there. I116: one language offers keys that another does
not; a `language` node may, whose prompt says in each language how to choose it.
"""

from ctid.ivr.checks.heard import Utterance, languages_of, place_of, utterances
from ctid.ivr.checks.key_words import keys_said
from ctid.ivr.flow import Flow, Written
from ctid.ivr.names import Names
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Place, Severity, Text

_Said = dict[Language, frozenset[str]]


def check(flow: Flow, names: Names) -> list[Mistake]:
    """Find them; without the texts nothing can be said."""
    found: list[Mistake] = []
    if names.prompts is None:
        return found
    for name, node in flow.nodes.items():
        one_by_one = len(list(languages_of(node, flow))) > 1
        for utterance in utterances(node):
            said = {
                language: keys_said(utterance.text(names.prompts.get(language, {})), language)
                for language in flow.languages
            }
            found += _without_meaning(utterance, said, flow.written[name])
            if one_by_one:
                found += _otherwise(utterance, said, flow.written[name])
    return found


def _without_meaning(utterance: Utterance, said: _Said, written: Written) -> list[Mistake]:
    if utterance.keys is None:
        return []
    place = place_of(utterance.words, written)
    return [
        _dead(place, key, language)
        for language, keys in said.items()
        for key in sorted(keys)
        if key not in utterance.keys
    ]


def _otherwise(utterance: Utterance, said: _Said, written: Written) -> list[Mistake]:
    """Compare what the languages offer."""
    if utterance.keys is None or len(set(said.values())) == 1:
        return []
    every = frozenset[str]().union(*said.values())
    lacking = {language: every - keys for language, keys in said.items() if keys != every}
    return [_differs(place_of(utterance.words, written), lacking)]


def _dead(place: Place, key: str, language: Language) -> Mistake:
    return Mistake(
        "I115",
        place,
        Text(
            f"callers are told to press {key} (in {language}), which means nothing here",
            f"提示音（{language}）让来电者按 {key}，但此处没有该按键",
        ),
        Text("they do as they are told, and are told that it was wrong", "来电者照做，却被告知输入有误"),
        Text(f'add "{key}", or correct the text', f'请加上 "{key}"，或更正文本'),
        Severity.WARNING,
    )


def _differs(place: Place, lacking: dict[Language, frozenset[str]]) -> Mistake:
    less = "; ".join(f"{language}: {' '.join(sorted(keys))}" for language, keys in lacking.items())
    return Mistake(
        "I116",
        place,
        Text(
            f"the languages do not offer the same keys here, missing are {less}",
            f"此处各语言提示的按键不同，缺少 {less}",
        ),
        Text("some callers never learn what they could press", "部分来电者无从得知可用的按键"),
        Text("offer the same keys in all texts", "请让各语言文本提供相同的按键"),
        Severity.WARNING,
    )
