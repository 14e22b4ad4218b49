"""`asterisk -rx` of an Asterisk that is not there: it shows what the files say, and what it is told.

Called as `pretend_console.py ETC COMMAND`. In the file `ETC/pretend`, `add TEXT` shows one row more in every
context, `deaf` does not answer, `kill` ends whoever asks (as kill -9 would).
"""

import os
import signal
import sys
from pathlib import Path

from ctid.asterisk.dialplan import parse
from ctid.asterisk.dialplan.shown import show
from ctid.runtime.dialplan_files import Folder


def main() -> None:
    etc, command = Path(sys.argv[1]), sys.argv[2]
    told = (etc / "pretend").read_text().split(" ", 1) if (etc / "pretend").exists() else [""]
    if told[0] == "deaf":
        sys.exit("Unable to connect to remote asterisk")
    if told[0] == "kill":
        os.kill(os.getppid(), signal.SIGKILL)
    elif command == "dialplan show":
        extra = f"  {told[1]} [late.conf:1]\n" if told[0] == "add" else ""
        blocks = [show(context) + extra for context in parse(Folder(etc)).contexts.values()]
        print("\n".join(blocks))
    else:
        print("Dialplan reloaded.")


if __name__ == "__main__":
    main()
