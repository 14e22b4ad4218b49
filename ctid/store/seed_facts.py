"""What a customers' file says of birthdays, tickets and orders:

birthday: "1990-10-01"
tickets: [{number: "77", state: waiting for a part, subject: Router, due: "2026-12-01"}]
orders: [{number: "123456", state: packed, items: 2, due: "2026-12-01", open: false}]
"""

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ctid.model.customer_facts import CustomerFacts
from ctid.model.document import Node
from ctid.model.mistakes import Mistake, Text

FACTS = ("birthday", "tickets", "orders")
_READER = TypeAdapter(CustomerFacts)


def facts_in(entry: Node) -> CustomerFacts:
    """Return what a customer's entry says. Raises ValidationError for what `wrong_facts` tells."""
    return _READER.validate_python(
        {name: _plain(value) for name in FACTS if (value := entry.get(name)) is not None}, extra="forbid"
    )


def wrong_facts(entry: Node) -> Iterator[Mistake]:
    """Yield what is wrong with them (R215)."""
    try:
        facts_in(entry)
    except ValidationError as error:
        for found in error.errors():
            node = entry
            for step in found["loc"]:
                node = _within(node, step)
            where = ".".join(map(str, found["loc"]))
            yield Mistake(
                "R215",
                node.place,
                Text(f"{where}: {found['msg']}", f"{where}：{found['msg']}"),
                Text("no customer was added", "没有添加任何客户"),
                Text(
                    'a ticket or an order has number and state (text); dates are written "2026-12-01"',
                    '工单与订单须有 number 和 state（文本）；日期写作 "2026-12-01"',
                ),
            )


def _plain(node: Node) -> Any:
    if node.is_mapping:
        return {str(key.value): _plain(value) for key, value in node.items()}
    return [_plain(member) for member in node.elements()] if node.is_sequence else node.value


def _within(node: Node, step: int | str) -> Node:
    """Go one step into a value; where there is nothing, stay."""
    if node.is_sequence and isinstance(step, int) and step < len(node.elements()):
        return node.elements()[step]
    return node.get(str(step)) or node
