"""Whom Asterisk runs as: never root. Started by root it becomes `asterisk`, or else `nobody`."""

import os
import pwd
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from ctid.lab.trouble import trouble


@dataclass(frozen=True, slots=True)
class User:
    """A user of the machine; `drops` says that we are root and must become this user."""

    name: str
    uid: int
    gid: int
    drops: bool

    def prefix(self) -> list[str]:
        """Begin a command line that runs as this user, gains no rights and dies with us (setpriv(1))."""
        own = ["setpriv", "--no-new-privs", "--pdeathsig=KILL"]
        ids = [f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups", "--bounding-set=-all"]
        return own + ids * self.drops + ["--"]

    def own(self, folder: Path) -> None:
        """Give `folder` and all in it to this user."""
        if self.drops:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def keeps_out(self, path: Path) -> Path | None:
        """Return the first directory above `path` that this user may not enter; None if there is none."""
        if self.drops:
            for parent in reversed(path.absolute().parents):
                if not _enters(parent, self):
                    return parent
        return None

    def python(self) -> Path:
        """Find a Python 3 that this user may run; raise `Mistaken` (R522) if there is none."""
        found = (Path(name) for name in ("/usr/bin/python3", shutil.which("python3"), sys.executable) if name)
        for path in found:
            real = path.resolve()
            if real.exists() and self.keeps_out(real) is None:
                return path
        raise trouble("R522", "python3", user=self.name)


def choose_user() -> User:
    """Choose whom Asterisk runs as."""
    if os.geteuid() != 0:
        me = pwd.getpwuid(os.geteuid())
        return User(me.pw_name, me.pw_uid, me.pw_gid, drops=False)
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("asterisk") or known["nobody"]
    return User(entry.pw_name, entry.pw_uid, entry.pw_gid, drops=True)


def _enters(folder: Path, user: User) -> bool:
    if not folder.exists():
        return True
    status = folder.stat()
    mine = 0o100 if status.st_uid == user.uid else 0o010 if status.st_gid == user.gid else 0o001
    return bool(status.st_mode & mine)
