"""What can be wrong with a dialplan: every code with its severity, in both languages.

D101–D112 what Asterisk leaves out    D121–D125 names        D131–D137 where steps lead
D141–D147 what nobody can reach       D151–D155 security     D161–D162 brackets
D171 prompts                          D181–D189 the contract with ctid
D199 waivers
"""

from collections.abc import Collection, Mapping
from difflib import get_close_matches

from ctid.asterisk.dialplan.checks.words_of_calls import ABOUT_CALLS
from ctid.asterisk.dialplan.checks.words_of_files import ABOUT_FILES
from ctid.asterisk.dialplan.checks.words_of_safety import ABOUT_SAFETY
from ctid.model.mistakes import Mistake, Place, Severity, Text

WORDS = {**ABOUT_FILES, **ABOUT_CALLS, **ABOUT_SAFETY}
WAIVER_CODE = "D199"
WARNINGS = frozenset(
    {"D107", "D110", "D112", "D124", "D135", "D141", "D142", "D143", "D144", "D145", "D147", "D155", "D162"}
)
UNWAIVABLE = frozenset({"D101", "D111", WAIVER_CODE})


def wrong(code: str, place: Place, **facts: object) -> Mistake:
    """Make the mistake `code` at a place; `facts` fill the words' {names}."""
    what, why, mend = (
        Text(en.format_map(_Said(facts, "en")), zh.format_map(_Said(facts, "zh"))) for en, zh in WORDS[code]
    )
    severity = Severity.WARNING if code in WARNINGS else Severity.ERROR
    return Mistake(code, place, what, why, mend, severity)


class _Said(dict[str, object]):
    """The facts in one language: a `Text` among them is told in it."""

    def __init__(self, facts: Mapping[str, object], language: str) -> None:
        super().__init__(
            {
                name: getattr(fact, language) if isinstance(fact, Text) else fact
                for name, fact in facts.items()
            }
        )


def meant(name: str, known: Collection[str], otherwise: Text) -> Text:
    """Ask "did you mean", or say `otherwise`. Letters' case is no difference between names."""
    by_case = {each.lower(): each for each in known}
    close = get_close_matches(name.lower(), by_case, n=1)
    if not close:
        return otherwise
    return Text(f'did you mean "{by_case[close[0]]}"?', f"是否想写“{by_case[close[0]]}”？")
