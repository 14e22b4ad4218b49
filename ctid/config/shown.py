"""Values of a site as a person would write them in `centre.yaml`; None where there would be nothing."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import timedelta
from enum import Enum, StrEnum
from typing import Any as Anything
from typing import get_args

from ctid.model.durations import write_duration
from ctid.model.hours import Period
from ctid.model.mistakes import Text
from ctid.model.overflow import Overflow
from ctid.routing.skill_text import in_words
from ctid.routing.skills import Expression

LEAVES = (*get_args(Expression), Overflow, Period)  # written in one line

_WORDS = {"span": "waited", "callers": "length"}  # of overflow's occasions, by their fields

_HOW: tuple[tuple[type | tuple[type, ...], Callable[[Anything], str]], ...] = (
    (bool, lambda value: str(value).lower()),
    (timedelta, write_duration),
    (StrEnum, lambda value: str(value.value)),
    (Enum, lambda value: str(value.name).lower().replace("_", " ")),
    (get_args(Expression), in_words),
    (Period, lambda value: f"{value.start:%H:%M}-{value.end:%H:%M}".replace("-00:00", "-24:00")),
    (Overflow, lambda value: f"when {_rule(value.when)}, to {_rule(value.to)}"),
    (Text, lambda value: f"{value.en} / {value.zh}"),
    (Mapping, lambda value: ", ".join(f"{key}: {_part(part)}" for key, part in value.items())),
    ((tuple, list), lambda value: ", ".join(map(_part, value))),
    (frozenset, lambda value: ", ".join(sorted(map(_part, value)))),
)
"""How values of each kind are written; the first kind that fits counts."""


def shown(value: Anything) -> str | None:
    """Write a value."""
    if value is None:
        return None
    how = next((how for kind, how in _HOW if isinstance(value, kind)), None)
    if how is not None:
        return how(value)
    return ", ".join(_fields(value)) if is_dataclass(value) else str(value)


def _part(value: Anything) -> str:
    """Write a value that stands within another one."""
    whole = is_dataclass(value) and not isinstance(value, (*LEAVES, Text))
    said = shown(value) or ""
    return f"{{{said}}}" if whole or isinstance(value, Mapping) else said


def _fields(value: Anything) -> list[str]:
    told = [field for field in fields(value) if not _left_out(field, value)]
    return [f"{field.name}: {_part(getattr(value, field.name))}" for field in told]


def _left_out(field: Field[Anything], value: Anything) -> bool:
    """Say whether a field is as it would be if nobody had written it."""
    here = getattr(value, field.name)
    if field.default_factory is not MISSING:
        return bool(here == field.default_factory())
    return field.default is not MISSING and bool(here == field.default)


def _rule(part: Anything) -> str:
    """Write one side of an overflow as its rule is written: `waited 3m`, `queue billing`, `voicemail`."""
    if isinstance(part, Enum):
        return shown(part) or ""
    [field] = fields(part)
    return f"{_WORDS.get(field.name, field.name)} {shown(getattr(part, field.name))}"
