"""Customers to begin with, out of a YAML file: whoever is not there yet is added, nobody is changed."""

from collections.abc import Iterator
from pathlib import Path

from ctid.model.customer_facts import CustomerFacts
from ctid.model.customers import Customer
from ctid.model.document import Node, read_document
from ctid.model.ids import AgentId, CustomerId
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.model.phone import read_number
from ctid.store.seed_facts import FACTS, facts_in, wrong_facts
from ctid.store.store import Store

_FIELDS = ("id", "name", "company", "language", "tier", "numbers", "note", "owner", *FACTS)


async def seed(store: Store, file: Path) -> int:
    """Add the customers of `file`; return how many were new.

    Raises `Mistaken` (R211–R214, or the document's own codes) with every mistake, before any is added.
    """
    added = 0
    for person, facts in _read(file):
        if await store.add_customer(person):
            await store.put_facts(person.id, facts)
            added += 1
    return added


def _read(file: Path) -> list[tuple[Customer, CustomerFacts]]:
    try:
        root = read_document(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise Mistaken([_unreadable(file, error)]) from error
    mistakes = [] if root.is_sequence else [_wrong(root.place, "a list of customers", "客户列表")]
    mistakes += [mistake for entry in root.elements() for mistake in _check(entry)]
    mistakes += _repeated(root)
    if mistakes:
        raise Mistaken(mistakes)
    return [(_customer(entry), facts_in(entry)) for entry in root.elements()]


def _check(entry: Node) -> Iterator[Mistake]:
    if not entry.is_mapping:
        yield _wrong(entry.place, "a customer with id and name", "含 id 与 name 的客户")
        return
    for key, value in entry.items():
        if key.value not in _FIELDS:
            yield _wrong(key.place, f"one of {', '.join(_FIELDS)}", f"{'、'.join(_FIELDS)} 之一")
        elif key.value not in ("numbers", *FACTS) and not (
            isinstance(value.value, str) and value.value.strip()
        ):
            yield _wrong(value.place, "text", "文本")
    for name in ("id", "name"):
        if entry.get(name) is None:
            yield _wrong(entry.place, f"a customer with “{name}”", f"含 “{name}” 的客户")
    language = entry.get("language")
    if language is not None and language.value not in [*Language]:
        yield _wrong(language.place, f"one of {', '.join(Language)}", f"{'、'.join(Language)} 之一")
    yield from _check_numbers(entry.get("numbers"))
    yield from wrong_facts(entry)


def _check_numbers(numbers: Node | None) -> Iterator[Mistake]:
    if numbers is None:
        return
    if not numbers.is_sequence:
        yield _wrong(numbers.place, "a list of numbers in quotes", "带引号的号码列表")
    for number in numbers.elements():
        if _e164(number) is None:
            yield _no_number(number)


def _repeated(root: Node) -> Iterator[Mistake]:
    seen: dict[str, Place] = {}
    for entry in root.elements():
        id = entry.get("id")
        if id is not None and str(id.value) in seen:
            yield _taken(id, seen[str(id.value)])
        elif id is not None:
            seen[str(id.value)] = id.place


def _customer(entry: Node) -> Customer:
    texts = {str(key.value): str(value.value) for key, value in entry.items() if value.is_scalar}
    numbers = entry.get("numbers")
    return Customer(
        id=CustomerId(texts["id"]),
        name=texts["name"],
        numbers=tuple(e164 for number in (numbers.elements() if numbers else ()) if (e164 := _e164(number))),
        company=texts.get("company", ""),
        language=Language(texts["language"]) if "language" in texts else None,
        tier=texts.get("tier", ""),
        note=texts.get("note", ""),
        owner=AgentId(texts["owner"]) if "owner" in texts else None,
    )


def _e164(number: Node) -> str | None:
    """Only an international number means the same everywhere; it begins with `+`."""
    if not isinstance(number.value, str) or not number.value.startswith("+"):
        return None
    read = read_number(number.value, "ZZ")
    return None if read is None else read.e164


_NOTHING_ADDED = Text("no customer was added", "没有添加任何客户")


def _unreadable(file: Path, error: Exception) -> Mistake:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Mistake(
        "R211",
        Place(str(file)),
        Text(f"the file cannot be read: {reason}", f"无法读取文件：{reason}"),
        _NOTHING_ADDED,
        Text(
            "name a YAML file in UTF-8, such as config/seed.yaml",
            "请指定 UTF-8 的 YAML 文件，例如 config/seed.yaml",
        ),
    )


def _wrong(place: Place, wanted: str, wanted_zh: str) -> Mistake:
    return Mistake(
        "R212",
        place,
        Text("this is no customer's entry", "这不是有效的客户条目"),
        _NOTHING_ADDED,
        Text(f"write {wanted} here", f"此处应为{wanted_zh}"),
    )


def _no_number(number: Node) -> Mistake:
    return Mistake(
        "R213",
        number.place,
        Text(f"“{number.value}” is no international number", f"“{number.value}” 不是国际号码"),
        Text("it would never match a caller's number", "它永远无法与来电号码匹配"),
        Text(
            'write it with + and country code, in quotes: "+1 202 555 0101"',
            '请加引号并写明 + 和国家代码："+1 202 555 0101"',
        ),
    )


def _taken(id: Node, first: Place) -> Mistake:
    return Mistake(
        "R214",
        id.place,
        Text(f"the id “{id.value}” is already that of {first}", f"id “{id.value}” 已用于 {first}"),
        Text("an id names one customer", "一个 id 只对应一位客户"),
        Text("give this customer another id", "请为该客户换一个 id"),
    )
