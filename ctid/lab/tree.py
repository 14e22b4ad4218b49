"""The programs of the laboratory: the machine's own Asterisk where it is new enough, else a private one.

Debian 12 and 13 carry no Asterisk and Ubuntu 24.04 an older one, so most machines get a private tree of
packages of Debian's unstable suite in a cache (380 MB, fetched once in some ten seconds). It is run through
its own loader and C library, so the machine's version does not matter. Installing the distribution's package
where it is new enough would work too, but needs root and starts a system service that holds the SIP port: the
private tree does neither.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ctid.lab.commands import find_program, run
from ctid.lab.fetch import RECORD, Say, fetch_tree, is_complete
from ctid.lab.versions import SIPP_FLOOR, new_enough, upstream

PROGRAMS = ("asterisk", "sipp", "espeak-ng", "sox", "baresip")
PACKAGES = (
    "asterisk",
    "asterisk-core-sounds-en-gsm",
    "asterisk-moh-opsound-wav",
    "sip-tester",
    "espeak-ng",
    "sox",
    "baresip-core",
)


@dataclass(frozen=True, slots=True)
class Toolbox:
    """Where the programs are. `starts` is how each program's command line begins."""

    asterisk_version: str
    starts: Mapping[str, tuple[str, ...]]
    modules: Path  # Asterisk's loadable modules
    documentation: Path  # its XML documentation, without which modules refuse to load
    sounds: Path  # its English sounds
    music: Path  # music on hold, WAV
    baresip_modules: Path

    def argv(self, program: str, *args: str) -> list[str]:
        """Write the command line that runs one of PROGRAMS with `args`."""
        return [*self.starts[program], *args]


def find_or_fetch(say: Say) -> Toolbox:
    """Find the programs, fetching what is missing; `say` gets each step. Raise `Mistaken` (R50x)."""
    own = _own_asterisk()
    if own is not None and own.starts.keys() >= set(PROGRAMS):
        return own
    tree = cache_directory() / "asterisk-tree"
    if not is_complete(tree, PACKAGES):
        fetch_tree(tree, PACKAGES, say)
    fetched = _of_tree(tree)
    if own is None:
        return fetched
    baresip = own if "baresip" in own.starts else fetched
    return replace(own, starts={**fetched.starts, **own.starts}, baresip_modules=baresip.baresip_modules)


def already_fetched() -> Toolbox | None:
    """Find the programs that the demonstration or the tests fetched; None if they never did."""
    tree = cache_directory() / "asterisk-tree"
    return _of_tree(tree) if is_complete(tree, PACKAGES) else None


def cache_directory() -> Path:
    """Say where fetched things are kept: CTID_CACHE, or the system's cache for root, or the user's own."""
    if named := os.environ.get("CTID_CACHE"):
        return Path(named).absolute()
    if os.geteuid() == 0:
        return Path("/var/cache/ctid")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ctid"


def _of_tree(tree: Path) -> Toolbox:
    """Describe a fetched tree. Its own loader starts its programs with its own libraries (ld.so(8))."""
    modules = next(tree.glob("usr/lib/*/asterisk/modules"))
    libraries = modules.parents[1]
    loader = next(path for path in tree.glob("usr/lib*/ld-linux*.so.*") if path.exists())
    path = f"{libraries}:{libraries}/pulseaudio"

    def start(program: str) -> tuple[str, ...]:
        folder = "sbin" if program == "asterisk" else "bin"
        begin = (
            str(loader),
            "--library-path",
            path,
            "--argv0",
            program,
            str(tree / "usr" / folder / program),
        )
        return (*begin, f"--path={libraries}") if program == "espeak-ng" else begin

    share = tree / "usr/share/asterisk"
    return Toolbox(
        asterisk_version=upstream(json.loads((tree / RECORD).read_text(encoding="utf-8"))["asterisk"]),
        starts={program: start(program) for program in PROGRAMS},
        modules=modules,
        documentation=share / "documentation",
        sounds=next(share.glob("sounds/en*/beep.gsm")).parent,
        music=share / "moh",
        baresip_modules=tree / "usr/lib/baresip/modules",
    )


def _own_asterisk() -> Toolbox | None:
    """Describe the machine's own Asterisk; None if there is none, or too old, or without sounds or music."""
    asterisk = find_program("asterisk")
    if asterisk is None:
        return None
    version = upstream(run([asterisk, "-V"], mend="apt-get install --reinstall asterisk"))
    parts = [_first(Path("/"), *places) for places in _OWN_PLACES]
    if not new_enough(version) or None in parts:
        return None
    modules, documentation, beep, music = (part.parent for part in parts if part is not None)
    baresip = _first(Path("/"), "usr/lib/baresip/modules/g711.so", "usr/lib/*/baresip/modules/g711.so")
    return Toolbox(
        asterisk_version=version,
        starts=own_programs(),
        modules=modules,
        documentation=documentation,
        sounds=beep,
        music=music,
        baresip_modules=baresip.parent if baresip else Path("/usr/lib/baresip/modules"),
    )


def own_programs() -> dict[str, tuple[str, ...]]:
    """Find the machine's own PROGRAMS; a SIPp too old for the scenarios is as good as none."""
    found = {program: path for program in PROGRAMS if (path := find_program(program))}
    if sipp := found.get("sipp"):
        said = run([sipp, "-v"], mend="apt-get install --reinstall sip-tester", good=(0, _SIPP_TOLD))
        if not new_enough(said, SIPP_FLOOR):
            del found["sipp"]
    return {program: (path,) for program, path in found.items()}


_SIPP_TOLD = 99  # SIPp's exit code when it was asked for its version
_OWN_PLACES = (
    ("usr/lib/*/asterisk/modules/chan_pjsip.so", "usr/lib*/asterisk/modules/chan_pjsip.so"),
    ("usr/share/asterisk/documentation/*.xml", "var/lib/asterisk/documentation/*.xml"),
    ("usr/share/asterisk/sounds/en*/beep.*", "var/lib/asterisk/sounds/en*/beep.*"),
    ("usr/share/asterisk/moh/*.wav", "var/lib/asterisk/moh/*.wav"),
)


def _first(root: Path, *patterns: str) -> Path | None:
    return next((found for pattern in patterns for found in sorted(root.glob(pattern))), None)
