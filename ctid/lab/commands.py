"""Programs of the machine, run to their end, with their failure put into words."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from ctid.lab.trouble import trouble
from ctid.lab.versions import FLOOR

_LONGEST_S = 1800  # a slow line may need this for some hundred packages


def find_program(name: str) -> str | None:
    """Find a program on PATH or where system programs lie (a user's PATH may lack those)."""
    path = f"{os.environ.get('PATH', '')}:/usr/local/sbin:/usr/sbin:/sbin"
    return shutil.which(name, path=path)


def run(
    argv: list[str],
    *,
    mend: str,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    good: tuple[int, ...] = (0,),
) -> str:
    """Run a program, return what it printed; raise `Mistaken` (R500 missing, R502 failed: `mend` mends).

    `good` are the exit codes that tell of no failure.
    """
    program = find_program(argv[0])
    if program is None:
        raise trouble("R500", argv[0], program=argv[0], floor=FLOOR)
    try:
        done = subprocess.run(
            [program, *argv[1:]],
            env=os.environ | {"LC_ALL": "C.UTF-8"} | dict(env or {}),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_LONGEST_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise trouble("R502", argv[0], command=_short(argv), why=f"> {_LONGEST_S} s", mend=mend) from None
    if done.returncode not in good:
        raise trouble("R502", argv[0], command=_short(argv), why=_last_words(done.stderr), mend=mend)
    return done.stdout


def _short(argv: list[str]) -> str:
    return shlex.join(argv if len(argv) <= 6 else [*argv[:6], "…"])


def _last_words(errors: str) -> str:
    """Pick the line that tells most: apt's first error, or else the last thing said."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("E:", "Err:"))]
    return (told or lines[-1:] or ["(silent)"])[0]
