"""Which Debian mirror, and whose keys: both are taken from the machine, neither is written down here.

On Debian the machine's own apt sources name the mirror; apt itself reads them (`apt-get indextargets`), so
both of their formats are understood, exactly as apt does. Elsewhere the package `debootstrap` carries
Debian's default mirror and `debian-archive-keyring` the keys. CTID_DEBIAN_MIRROR overrides.
"""

import os
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ctid.lab.commands import run
from ctid.lab.trouble import trouble
from ctid.lab.versions import FLOOR
from ctid.model.mistakes import Mistaken

_KEYRING_PACKAGE = "debian-archive-keyring"
_KEYRINGS = ("usr/share/keyrings/debian-archive-keyring.gpg", "usr/share/keyrings/debian-archive-keyring.pgp")
_ROW = "$(REPO_URI) $(RELEASE) $(COMPONENT)"
_SUITES = frozenset({"stable", "oldstable", "testing", "unstable", "sid"})
_DEFAULTS = (
    ("usr/share/debootstrap/scripts/sid", r"^\s*default_mirror\s+(\S+)"),
    ("usr/sbin/debootstrap", r'^DEF_MIRROR="?([^"\s]+)"?'),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """A mirror's address and the keyring that its files must be signed with."""

    mirror: str
    keyring: Path


def find_origin(scratch: Path) -> Origin:
    """Find mirror and keys; packages needed for that are unpacked into `scratch`. Raise `Mistaken` (R50x)."""
    mirror = os.environ.get("CTID_DEBIAN_MIRROR", "") or _machine_mirror()
    return Origin(mirror or _default_mirror(scratch), _keyring(scratch))


def _machine_mirror() -> str:
    try:
        system = platform.freedesktop_os_release()
    except OSError:  # neither Debian nor anything else that says what it is
        return ""
    return own_mirror(list_sources(), system.get("VERSION_CODENAME", "")) if system["ID"] == "debian" else ""


def list_sources(env: Mapping[str, str] | None = None) -> list[tuple[str, str, str]]:
    """List (address, suite, component) of the machine's package sources, in apt's order."""
    listing = run(
        ["apt-get", "indextargets", "--no-release-info", "--format", _ROW, "Identifier: Packages"],
        mend="apt-get update",
        env=env,
    )
    rows = (line.split() for line in dict.fromkeys(listing.splitlines()))
    return [(row[0], row[1], row[2]) for row in rows if len(row) == 3]


def own_mirror(sources: list[tuple[str, str, str]], codename: str) -> str:
    """Choose the source that carries all of Debian; "" if none does.

    Foreign repositories name Debian's suites too, but only Debian's mirrors end in `/debian`; a site's own
    proxy with another path is taken when there is no such one. Whatever is chosen, Debian's signature
    decides.
    """
    whole = [
        uri.rstrip("/")
        for uri, suite, component in sources
        if component == "main" and suite in _SUITES | {codename} and uri.startswith(("http:", "https:"))
    ]
    return next((uri for uri in whole if uri.endswith("/debian")), whole[0] if whole else "")


def _keyring(scratch: Path) -> Path:
    found = _keyring_in(Path("/")) or _keyring_in(_unpack(_KEYRING_PACKAGE, scratch))
    if found is None:
        raise trouble("R500", _KEYRING_PACKAGE, program=_KEYRING_PACKAGE, floor=FLOOR)
    return found


def _keyring_in(root: Path) -> Path | None:
    return next((root / name for name in _KEYRINGS if (root / name).exists()), None)


def _default_mirror(scratch: Path) -> str:
    """Read Debian's default mirror out of debootstrap, which names it for the suite or for all suites."""
    root = _unpack("debootstrap", scratch)
    for name, pattern in _DEFAULTS:
        text = (root / name).read_text(encoding="utf-8") if (root / name).exists() else ""
        if found := re.search(pattern, text, re.MULTILINE):
            return found[1].rstrip("/")
    raise trouble("R501", "debootstrap")


def _unpack(package: str, scratch: Path) -> Path:
    """Fetch a package of the machine's own distribution into `scratch` and unpack it; nothing is installed.

    A machine whose package lists were never fetched (a fresh container) gets private ones.
    """
    root = scratch / package
    root.mkdir(parents=True, exist_ok=True)
    mend = f"apt-get update && apt-get install {package}"
    try:
        run(["apt-get", "download", package], mend=mend, cwd=root)
    except Mistaken:
        state = ["-o", f"Dir::State::lists={scratch}/lists", "-o", f"Dir::Cache={scratch}/cache"]
        private = ["apt-get", *state, "-o", "APT::Sandbox::User=root", "-o", "Debug::NoLocking=true"]
        run([*private, "update"], mend=mend)
        run([*private, "download", package], mend=mend, cwd=root)
    for archive in root.glob("*.deb"):
        run(["dpkg-deb", "-x", str(archive), str(root)], mend=mend)
    return root
