"""The site's actions: read with their types, called, and refused where no flow could ask them."""

from datetime import date
from pathlib import Path

import pytest

from ctid.ivr.values import Secret, Sort
from ctid.model.mistakes import Mistaken
from ctid.runtime.flow_actions import read_actions

ROOT = Path(__file__).parents[3]
HEAD = """\
from dataclasses import dataclass
from datetime import date
from ctid.ivr.values import Secret

@dataclass(frozen=True)
class Found:
    state: str
    due: date | None = None

@dataclass(frozen=True)
class NotFound: ...

"""


def read(tmp_path, code):
    (tmp_path / "orders.py").write_text(HEAD + code)
    return read_actions(tmp_path)


def mistake(tmp_path, code):
    with pytest.raises(Mistaken) as told:
        read(tmp_path, code)
    [found] = told.value.mistakes
    return found.code, found.place.line


def test_a_signature_says_what_a_flow_may_ask(tmp_path):
    code = "async def state(no: str, pin: Secret, most: int = 3) -> Found | NotFound: ...\ndef _own(): ...\n"
    [(name, action)] = read(tmp_path, code).items()
    said = action.signature
    assert (name, said.optional) == ("orders.state", {"most"})
    assert said.parameters == {"no": Sort.TEXT, "pin": Sort.SECRET, "most": Sort.NUMBER}
    assert said.outcomes == {"Found": {"state": Sort.TEXT, "due": Sort.DATE}, "NotFound": {}}


@pytest.mark.parametrize("how", ["async def", "def"])
async def test_an_action_is_called_and_its_outcome_has_the_name_of_its_class(tmp_path, how):
    code = f"{how} state(no: str) -> Found | NotFound:\n    return Found(no, date(2026, 12, 1))\n"
    answer = await read(tmp_path, code)["orders.state"]({"no": "7"})
    assert (answer.outcome, answer.values) == ("Found", {"state": "7", "due": date(2026, 12, 1)})


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def state(no: str) -> Found | NotFound:\n    return (\n", ("I147", 14)),
        ("import nothing_of_this_name\n", ("I147", 13)),
        ("async def state(no) -> Found: ...\n", ("I148", 13)),
        ("async def state(no: bytes) -> Found: ...\n", ("I148", 13)),
        ("async def state(no: str) -> str: ...\n", ("I148", 13)),
        ("async def state(no: str): ...\n", ("I148", 13)),
        ("async def state(no: str) -> 'Missing': ...\n", ("I148", 13)),
        ("@dataclass\nclass Told:\n    pin: Secret\nasync def state() -> Told: ...\n", ("I148", 16)),
    ],
)
def test_what_no_flow_could_ask_is_told_with_its_place(tmp_path, code, expected):
    assert mistake(tmp_path, code) == expected


async def test_the_shipped_actions_keep_their_pins_to_themselves():
    actions = read_actions(ROOT / "ivr/actions")
    asked = {"order_no": "1001", "pin": Secret("4711")}
    assert (await actions["orders.verify"](asked)).outcome == "Verified"
    assert (await actions["orders.verify"]({**asked, "pin": Secret("4712")})).outcome == "Refused"
    assert (await actions["orders.verify"]({**asked, "order_no": "9"})).outcome == "Refused"
    assert (await actions["lookup.order"]({"number": "1002"})).values["state"] == "delivered"
    assert "4711" not in (ROOT / "ivr/actions/orders.json").read_text()
