"""Values of the model as JSON and back: `decode(encode(x)) == x`.

Pydantic reads the shapes from the dataclasses themselves, so a field added to the model needs nothing
here. Where Pydantic's own writer refuses a text, `json` writes it, which takes whatever a trunk may send:
bytes that are no UTF-8 arrive as lone surrogates and leave as escapes.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from ctid.model.events import Published
from ctid.model.records import Record

Json = Any


@dataclass(frozen=True, slots=True)
class Line:
    """An input that the centre handled, and what it said, as `ctid.store.inputs` writes it."""

    at: datetime
    text: str
    begins: bool = False  # it is the first of a run


@dataclass(frozen=True, slots=True)
class Batch:
    """What one input of the centre left behind, to be committed whole or not at all.

    Events carry the numbers they will be known by; a record is the newest value of its id.
    """

    events: tuple[Published, ...] = ()
    records: tuple[Record, ...] = ()
    inputs: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbered:
    """A batch with its place in the order of all batches ever submitted to one database."""

    number: int
    batch: Batch


def encode(kind: Any, value: Any) -> Json:
    """Turn a value of type `kind` into what JSON can hold."""
    return _adapter(kind).dump_python(value, mode="json")


def encode_text(kind: Any, value: Any) -> str:
    """Write a value of type `kind` as JSON."""
    try:
        return _adapter(kind).dump_json(value).decode()
    except ValueError:
        return json.dumps(encode(kind, value), separators=(",", ":"))


def decode(kind: Any, data: Json) -> Any:
    """Turn it back. Raises `ValueError` when `data` is not of that shape."""
    return _adapter(kind).validate_python(data)


def encode_line(entry: Numbered) -> bytes:
    """Write a batch as one line of JSON (RFC 8259 text, as in JSON Lines)."""
    return encode_text(Numbered, entry).encode() + b"\n"


def decode_line(line: bytes) -> Numbered:
    """Read it back. Raises `ValueError` for a torn or foreign line."""
    entry = decode(Numbered, json.loads(line))
    assert isinstance(entry, Numbered)
    return entry


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
