"""Mistakes that people make, put into our own dialplan one at a time: each is found, at its line."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from ctid.asterisk.dialplan import Texts, parse
from ctid.asterisk.dialplan.checks import Around, check
from ctid.asterisk.dialplan.checks.endpoints import beginnings
from ctid.asterisk.dialplan.config_file import read_config
from ctid.ivr.texts import parse_texts
from ctid.model.mistakes import Mistake

HERE = Path(__file__).parent
PROJECT = Path(__file__).parents[5]


@dataclass(frozen=True)
class Mutation:
    """`old` becomes `new` in `file`; `code` is told for the line that holds `at` (by default, `new`)."""

    code: str
    file: str
    old: str
    new: str
    at: str = ""


MUTATIONS = [Mutation(**each) for each in YAML(typ="safe").load((HERE / "mutations.yaml").read_text("utf-8"))]


@cache
def texts() -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in sorted(PROJECT.glob("dialplan/*.conf"))}


@cache
def stands_in() -> Around:
    pjsip = Texts({"pjsip.conf": (PROJECT / "config/asterisk/pjsip.conf").read_text("utf-8")})
    roots, inbound = beginnings(read_config(pjsip, "pjsip.conf"))
    prompts = {
        language: {
            key
            for path in PROJECT.glob(f"ivr/prompts/*.{language}.yaml")
            for key in parse_texts(path.read_text("utf-8"), path.name)
        }
        for language in ("en", "zh")
    }
    return Around(roots=roots, inbound=inbound, prompts=prompts)


def findings(files: dict[str, str]) -> tuple[Mistake, ...]:
    main = "".join(f'#include "{name}.conf"\n' for name in sorted(files))
    sources = Texts({"all": main, **{f"{name}.conf": text for name, text in files.items()}})
    return check(parse(sources, "all"), stands_in()).found


def test_there_is_nothing_to_find_in_our_own_dialplan() -> None:
    assert findings(texts()) == ()


def test_there_are_enough_mutations_and_no_two_alike() -> None:
    assert len(set(MUTATIONS)) == len(MUTATIONS) >= 60


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: f"{one.code}-{one.file}-{one.new[:30]}")
def test_a_planted_mistake_is_found_at_its_line(mutation: Mutation) -> None:
    before = texts()[mutation.file]
    assert mutation.old in before, "the mutation no longer fits the dialplan"
    begin = before.index(mutation.old)
    files = {**texts(), mutation.file: before.replace(mutation.old, mutation.new, 1)}
    found = findings(files)
    told = [(each.code, each.place.file, each.place.line) for each in found]
    assert (mutation.code, *_place(mutation, files, begin)) in told, "\n".join(each.words() for each in found)


def _place(mutation: Mutation, files: dict[str, str], begin: int) -> tuple[str, int]:
    """Say where it is to be told: at `at`, there or in the first file that has it, or where it was made."""
    name, at = mutation.file, begin + _first_difference(mutation)
    if mutation.at:
        name = next(each for each in (mutation.file, *files) if mutation.at in files[each])
        at = files[name].find(mutation.at, begin if name == mutation.file else 0)
        at = at if at >= 0 else files[name].index(mutation.at)
    return f"{name}.conf", files[name].count("\n", 0, at) + 1


def _first_difference(mutation: Mutation) -> int:
    pairs = zip(mutation.old, mutation.new, strict=False)
    return next(
        (at for at, (old, new) in enumerate(pairs) if old != new),
        min(len(mutation.old), len(mutation.new)) - 1,
    )
