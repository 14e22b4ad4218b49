"""A PostgreSQL of the tests' own: a new cluster in a folder, reached by a socket in it and by nothing else.

`initdb` and `pg_ctl` refuse to run as root, so root has them run by `nobody`.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}


def lacking() -> str:
    """Say what is missing for it; "" if nothing is."""
    missing = [name for name in ("initdb", "pg_ctl") if shutil.which(name) is None]
    try:
        import psycopg  # noqa: F401, PLC0415
    except ImportError:
        missing.append("psycopg")
    return f"no PostgreSQL here: {', '.join(missing)}" if missing else ""


@contextmanager
def private_postgres() -> Iterator[URL]:
    """Start one and yield its URL; by the linguistic order of words, which is not that of their bytes."""
    folder = Path(tempfile.mkdtemp(prefix="ctid-pg-"))
    who: dict[str, Any] = {"user": "nobody", "cwd": "/"} if os.geteuid() == 0 else {}
    if who:
        shutil.chown(folder, "nobody")
    data = folder / "data"
    made = ("--auth=trust", "--username=ctid", "--encoding=UTF8", "--no-sync")
    order = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en")
    settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    try:
        subprocess.run(["initdb", "-D", data, *made, *order], check=True, **who, **QUIET)
        subprocess.run(["pg_ctl", "-D", data, "-w", "-o", settings, "start"], check=True, **who, **QUIET)
        try:
            yield URL.create("postgresql+psycopg", "ctid", database="postgres", query={"host": str(folder)})
        finally:
            stop = ["pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"]
            subprocess.run(stop, check=True, **who, **QUIET)
    finally:
        shutil.rmtree(folder)
