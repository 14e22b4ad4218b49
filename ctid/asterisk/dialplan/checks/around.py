"""What a dialplan stands in, as far as it is known: Asterisk's names, who calls where, the sounds."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from ctid.asterisk.dialplan.checks.catalogue import Catalogue, bundled

GUESTS = frozenset({"default", "public"})  # where Asterisk sends whoever no endpoint's context is named for


@dataclass(frozen=True, slots=True)
class Around:
    """`roots` are contexts where calls begin, `inbound` those of them where strangers' calls do.

    `prompts` are the keys of ctid's own prompts by language; `sounds` the names of Asterisk's (without what
    follows the dot) by language, "" for those of no language. None: not known, not checked.
    """

    names: Catalogue = field(default_factory=bundled)
    roots: Set[str] = frozenset()
    inbound: Set[str] = frozenset()
    prompts: Mapping[str, Set[str]] | None = None
    sounds: Mapping[str, Set[str]] | None = None
