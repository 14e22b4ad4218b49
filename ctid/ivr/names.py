"""The names that a site knows, for those of a flow to be checked against."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ctid.ivr.outside import Signature
from ctid.model.languages import Language


@dataclass(frozen=True, slots=True)
class Names:
    """What there is; None where it is not known and not checked.

    `prompts` are their texts by their keys, `sounds` the seconds that recordings last, as far as they are
    measured. `flows` are those that may be gone into, each with the outcomes that it returns; `actions` are
    the site's.
    """

    prompts: Mapping[Language, Mapping[str, str]] | None = None
    sounds: Mapping[tuple[Language, str], float] = field(default_factory=dict)
    queues: Collection[str] | None = None
    calendars: Collection[str] | None = None
    skills: Collection[str] | None = None
    flows: Mapping[str, Collection[str]] | None = None
    actions: Mapping[str, Signature] | None = None
