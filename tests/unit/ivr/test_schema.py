"""The schema that editors complete flows by: it is the committed one, and knows what the readers know."""

import json
from pathlib import Path

import pytest
from jsonschema import ValidationError, validate
from ruamel.yaml import YAML

from ctid.ivr.entry import Entry
from ctid.ivr.names import Names
from ctid.ivr.nodes import KINDS
from ctid.ivr.reading import Reader
from ctid.ivr.rules import Defaults, read_defaults
from ctid.ivr.schema import schema
from ctid.model.document import Node, read_document

ROOT = Path(__file__).parents[3]
SCHEMA = schema()


class Listening(Reader):
    """A reader that remembers which keys were known to whoever read the first mapping."""

    known: tuple[str, ...] | None = None

    def fields(self, node: Node, *known: str):
        if self.known is None:
            self.known = known
        return super().fields(node, *known)


def shape_of(kind):
    [node] = [
        shape
        for shape in SCHEMA["properties"]["nodes"]["additionalProperties"]["oneOf"]
        if kind in shape["properties"]
    ]
    return node["properties"][kind]


def test_the_committed_schema_is_the_current_one():
    assert json.loads((ROOT / "config/schema/ivr.v1.json").read_text("utf-8")) == SCHEMA


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_in_the_schema_the_keys_that_it_reads(kind):
    shape = shape_of(kind)
    reader = Listening(Names())
    KINDS[kind].read(Entry(kind, read_document("{}", "f"), "", reader, Defaults()))
    if reader.known is not None and "properties" in shape:
        assert set(reader.known) == set(shape["properties"])


def test_the_defaults_have_in_the_schema_the_keys_that_are_read():
    reader = Listening(Names())
    read_defaults(read_document("{}", "f"), reader)
    assert set(reader.known) == set(SCHEMA["properties"]["defaults"]["properties"])


@pytest.mark.parametrize("file", sorted((ROOT / "ivr").glob("*.yaml")), ids=lambda file: file.stem)
def test_the_shipped_flows_fit(file):
    flow = YAML(typ="safe", pure=True).load(file.read_text("utf-8"))
    validate(flow, SCHEMA)
    assert "yaml-language-server: $schema=../config/schema/ivr.v1.json" in file.read_text("utf-8")
    flow["nodes"][flow["start"]]["nxt"] = "x"
    with pytest.raises(ValidationError):
        validate(flow, SCHEMA)
