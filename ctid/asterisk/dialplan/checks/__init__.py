"""What is wrong with a dialplan: each rule a pure function of the dialplan and of what it stands in.

`check(dialplan, around)` returns all findings in the order of files and lines; what is waived in the files
(`; ctid:ignore D104 reason`) is parted from them. `words.py` lists the codes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ctid.asterisk.dialplan.checks import (
    brackets,
    contract_kept,
    injection,
    leads,
    left_out,
    names,
    numbering,
    outdone,
    sounds,
    toll,
    unreached,
)
from ctid.asterisk.dialplan.checks.around import Around
from ctid.asterisk.dialplan.checks.ground import Ground
from ctid.asterisk.dialplan.checks.words import UNWAIVABLE, WAIVER_CODE, WORDS
from ctid.asterisk.dialplan.model import Dialplan
from ctid.model.mistakes import Mistake
from ctid.model.waivers import Habits, Waived, waive

__all__ = ["Around", "Verdict", "check"]

Rule = Callable[[Ground], Iterator[Mistake]]

RULES: tuple[Rule, ...] = (
    left_out.left_out,
    left_out.nothing_done,
    numbering.unnumbered,
    numbering.never_done,
    names.applications,
    names.functions,
    leads.jumps_lead,
    leads.includes_lead,
    leads.circles,
    leads.switches_lead,
    leads.hints_lead,
    unreached.contexts_reached,
    unreached.extensions_reached,
    outdone.outdone,
    outdone.everything,
    outdone.includes_outdone,
    toll.toll,
    injection.injection,
    brackets.brackets,
    brackets.behind,
    sounds.sounds,
    contract_kept.required,
    contract_kept.moved,
    contract_kept.watched,
    contract_kept.variables,
    contract_kept.sessions,
    contract_kept.endings,
    contract_kept.apart,
)
WAIVERS = Habits(sign=";", waivable=frozenset(WORDS) - UNWAIVABLE, code=WAIVER_CODE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong, and what is wrong and waived."""

    found: tuple[Mistake, ...]
    waived: tuple[Waived, ...]


def check(dialplan: Dialplan, around: Around) -> Verdict:
    """Check a dialplan."""
    ground = Ground(dialplan, around)
    by_file: dict[str, list[Mistake]] = defaultdict(list)
    for rule in RULES:
        for mistake in rule(ground):
            by_file[mistake.place.file].append(mistake)
    found: list[Mistake] = []
    waived: list[Waived] = []
    for file in dict.fromkeys((*dialplan.files, *by_file)):
        content = dialplan.files.get(file, b"")
        told = list(dict.fromkeys(by_file[file]))
        if b"ctid:ignore" in content:
            told, excused = waive(told, content.decode(errors="surrogateescape"), file, WAIVERS)
            waived += excused
        found += sorted(told, key=lambda mistake: (mistake.place.line, mistake.place.column, mistake.code))
    return Verdict(tuple(found), tuple(waived))
