"""Fetch a tree of Debian packages into a directory: no root, nothing installed, the machine unchanged.

apt does the work with a configuration of its own: its state lies in a scratch directory and starts with no
package installed, so it fetches the whole closure, the C library and its loader included, and checks Debian's
signatures as ever. Only the machine's ways to the network (proxies, retries) and its credentials are taken
over. An old `Valid-Until` is let pass because mirrors lag and snapshots never change; the version got is
recorded instead.
"""

import fcntl
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from ctid.lab.commands import run
from ctid.lab.mirror import Origin, find_origin
from ctid.lab.trouble import trouble
from ctid.lab.versions import FLOOR, new_enough

Say = Callable[[str], None]

RECORD = "ctid-tree.json"
SUITE = "unstable"  # the suite in which Debian keeps Asterisk's current long-term version
ROOM_MB = 800  # lists, archives and the unpacked tree, all at once: 680, and Debian grows
_OTHER_MIRROR = "export CTID_DEBIAN_MIRROR=<address>"
_WAYS = ("Acquire::http", "Acquire::ftp", "Acquire::Retries", "Acquire::Force", "Acquire::Check-")


def fetch_tree(tree: Path, packages: tuple[str, ...], say: Say) -> None:
    """Make `tree` hold `packages` with all they need. Raise `Mistaken` (R50x); a failure leaves no tree.

    The tree appears by one rename, complete. Only one process fetches; others wait for it and find it done.
    """
    try:
        tree.parent.mkdir(parents=True, exist_ok=True)
        with _alone(tree.with_suffix(".lock"), say):
            if not is_complete(tree, packages):
                _demand_room(tree.parent)
                _fetch(tree, packages, say)
    except OSError as error:
        raise trouble("R504", str(tree.parent), why=error) from None


def is_complete(tree: Path, packages: tuple[str, ...]) -> bool:
    """Say whether `tree` was fetched to the end and with all of `packages`."""
    record = tree / RECORD
    return record.exists() and set(packages) <= set(json.loads(record.read_text(encoding="utf-8")))


@contextmanager
def _alone(lock: Path, say: Say) -> Iterator[None]:
    with lock.open("w") as held:  # the system lets go of the lock when its holder dies, however it dies
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another run is fetching Asterisk: waiting for it · 另一进程正在获取 Asterisk，等待中")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _demand_room(folder: Path) -> None:
    """Look before the fetch: what apt and tar say of a full disk, half-way through it, helps nobody."""
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < ROOM_MB:
        raise trouble("R515", str(folder), free=free, needed=ROOM_MB)


def _fetch(tree: Path, packages: tuple[str, ...], say: Say) -> None:
    for leftover in tree.parent.glob(f"{tree.name}.new-*"):
        shutil.rmtree(leftover)
    with TemporaryDirectory(prefix=f"{tree.name}.new-", dir=tree.parent) as scratch:
        archives = _download(Path(scratch), packages, say)
        fresh = Path(scratch, "tree")
        fresh.mkdir()
        say(f"unpacking {len(archives)} packages · 正在解包 {len(archives)} 个软件包")
        for archive in archives:
            run(["dpkg-deb", "-x", str(archive), str(fresh)], mend=f"df {fresh.parent.parent}")
        fresh.chmod(0o755)  # Asterisk's own user reads it, whatever our umask
        versions = _versions(archives, packages)
        if not new_enough(versions["asterisk"]):
            raise trouble("R503", str(tree), got=versions["asterisk"], floor=FLOOR)
        (fresh / RECORD).write_text(json.dumps(versions, indent=1), encoding="utf-8")
        if tree.exists():
            shutil.rmtree(tree)
        fresh.rename(tree)


def _download(scratch: Path, packages: tuple[str, ...], say: Say) -> list[Path]:
    origin = find_origin(scratch)
    env = {"APT_CONFIG": str(_write_config(scratch, origin))}
    say(f"reading the list of Debian {SUITE} at {origin.mirror} · 正在读取 Debian {SUITE} 的软件包列表")
    run(["apt-get", "update"], env=env, mend=_OTHER_MIRROR)
    say("fetching Asterisk and the programs that call it (90 MB) · 正在获取 Asterisk 及测试话机（90 MB）")
    run(["apt-get", "install", "--yes", "--download-only", *packages], env=env, mend=_OTHER_MIRROR)
    return sorted((scratch / "cache/archives").glob("*.deb"))


def _write_config(scratch: Path, origin: Origin) -> Path:
    for folder in ("state/lists/partial", "cache/archives/partial", "none"):
        (scratch / folder).mkdir(parents=True)
    (scratch / "status").touch()
    architecture = run(["dpkg", "--print-architecture"], mend="apt-get install dpkg").strip()
    source = f"deb [arch={architecture} signed-by={origin.keyring}] {origin.mirror} {SUITE} main\n"
    (scratch / "sources.list").write_text(source, encoding="utf-8")
    dump = run(["apt-config", "dump"], mend="apt-get install apt").splitlines()
    ways = "\n".join(line for line in dump if line.startswith(_WAYS))
    config = scratch / "apt.conf"
    config.write_text(_CONFIG.format(scratch=scratch, architecture=architecture, ways=ways), encoding="utf-8")
    return config


_CONFIG = """\
{ways}
Dir::State "{scratch}/state"; Dir::State::status "{scratch}/status"; Dir::Cache "{scratch}/cache";
Dir::Etc::main "none"; Dir::Etc::parts "{scratch}/none";
Dir::Etc::sourcelist "{scratch}/sources.list"; Dir::Etc::sourceparts "{scratch}/none";
Dir::Etc::preferences "none"; Dir::Etc::preferencesparts "{scratch}/none";
Dir::Etc::trusted "none"; Dir::Etc::trustedparts "{scratch}/none";
APT::Architecture "{architecture}"; APT::Architectures "{architecture}";
APT::Install-Recommends "false"; APT::Sandbox::User "root"; Debug::NoLocking "true";
Acquire::Languages "none"; Acquire::Check-Valid-Until "false"; Acquire::Retries "3";
APT::Update::Error-Mode "any";
"""


def _versions(archives: list[Path], packages: tuple[str, ...]) -> dict[str, str]:
    got = dict(unquote(archive.name).split("_")[:2] for archive in archives)
    return {package: got[package] for package in packages}
