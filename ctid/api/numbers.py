"""Telephone numbers in requests, written as people write them."""

from ctid.api.problems import Fault, Problem
from ctid.model.mistakes import Text
from ctid.model.phone import read_number

_NO_NUMBER = Text("is not a telephone number", "不是有效的电话号码")


def e164(raw: str, region: str) -> str:
    """Read a number as people of a region write it; refuse what is none."""
    number = read_number(raw.strip(), region)
    if number is None:
        raise Problem("invalid", faults=[Fault("/number", _NO_NUMBER)])
    return number.e164
