"""One node of a flow file as its kind finds it."""

from dataclasses import dataclass

from ctid.ivr.reading import Fields, Reader
from ctid.ivr.rules import Defaults
from ctid.model.document import Node


@dataclass(frozen=True, slots=True)
class Entry:
    """A node to read: its `kind`, what stands under the kind's key, and where it goes on ("": nowhere)."""

    kind: str
    value: Node
    next: str
    reader: Reader
    defaults: Defaults

    def fields(self, *known: str) -> Fields:
        """Read what stands under the kind's key as a mapping of `known` keys."""
        return self.reader.fields(self.value, *known)
