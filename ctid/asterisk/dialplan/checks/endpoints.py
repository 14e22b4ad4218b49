"""Where calls begin, out of pjsip.conf: the contexts of endpoints, and which of them are strangers'.

An endpoint without `auth` takes calls from whoever comes from its address: a trunk, or anybody. What a
phone's own transfer reaches (`TRANSFER_CONTEXT`) is a beginning, too.
"""

import re
from collections import defaultdict
from collections.abc import Set

from ctid.asterisk.dialplan.config_file import ConfigFile, Section

_TRANSFER = re.compile(r"_{0,2}TRANSFER_CONTEXT\s*=\s*(\S+)")
_UNNAMED = "default"


def beginnings(pjsip: ConfigFile) -> tuple[Set[str], Set[str]]:
    """Return the contexts where calls begin, and those of them where strangers' calls do.

    Templates count as well: a phone's may be filled in by a program.
    """
    roots: set[str] = set()
    inbound: set[str] = set()
    for section in pjsip.sections:
        said = _said(section)
        if said["type"][-1:] == ["endpoint"]:
            context = (said["context"] or [_UNNAMED])[-1]
            roots.add(context)
            roots |= {found[1] for each in said["set_var"] if (found := _TRANSFER.match(each))}
            if not section.template and not said["auth"]:
                inbound.add(context)
    return roots, inbound


def _said(section: Section) -> dict[str, list[str]]:
    said: dict[str, list[str]] = defaultdict(list)
    for entry in section.entries:
        said[entry.name.lower()].append(entry.value.strip())
    return said
