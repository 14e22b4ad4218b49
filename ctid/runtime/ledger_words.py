"""What `ctid consent` and `ctid why LEAD` print of the law's ledgers."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from ctid.model.languages import Language
from ctid.model.mistakes import Text

Json = Mapping[str, Any]

_WORD = {
    True: Text("{at} UTC  {number} agreed to be called", "{at} UTC  {number} 同意接听外呼"),
    False: Text("{at} UTC  {number} took back their consent", "{at} UTC  {number} 撤回同意"),
}
_HOW = Text("{source}, written down by {who}", "方式：{source}，登记人：{who}")
_UNWANTED = Text(
    "{since} UTC  {number} was put on the do-not-call list by {who}: {why}",
    "{since} UTC  {who} 将 {number} 加入勿呼名单：{why}",
)
_COMES_TO = {
    True: Text("{number} may be called, as far as consent goes", "就同意而言，可以呼叫 {number}"),
    False: Text(
        "{number} took back their consent: no campaign calls them", "{number} 已撤回同意：任何活动都不会呼叫"
    ),
    None: Text("nobody has said anything of {number}", "没有关于 {number} 的记录"),
}


def ledger(told: Json, language: Language) -> Iterator[str]:
    """Yield every word about a number, and what they come to."""
    yield from words(told, language)
    held = told["consent"]
    stands = held["revoked_at"] is None if held is not None else None
    yield _COMES_TO[stands][language].format_map(told)


def words(told: Json, language: Language) -> Iterator[str]:
    """Yield what was said about being called: when, of which number, how, and who wrote it down."""
    for one in told["words"]:
        said = _WORD[one["given"]][language].format(at=_at(one["at"]), number=one["number"])
        yield " · ".join(part for part in (said, _HOW[language].format_map(one), one["proof"]) if part)


def unwanted(told: Json, language: Language) -> Iterator[str]:
    """Yield which numbers stand on the centre's own list, and by whose word."""
    for one in told["unwanted"]:
        yield _UNWANTED[language].format_map({**one, "since": _at(one["since"])})


def _at(instant: str) -> str:
    return f"{datetime.fromisoformat(instant):%Y-%m-%d %H:%M:%S}"
