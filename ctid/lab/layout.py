"""A switch's run directory: all that Asterisk reads and writes, laid out fresh and owned by its user.

etc/       configuration, with the project's dialplan in etc/dialplan/
data/      sounds (English as fetched; ours in sounds/<language>/ctid), music, documentation
agi-bin/   the project's AGI scripts, with the libraries they import in agi-bin/lib/
log/       messages.log, security.log, cel-custom/Master.csv, cdr-custom/Master.csv
spool/     recordings and messages
"""

import importlib.util
import re
import shutil
from pathlib import Path

from ctid.lab.plan import Phone, Plan
from ctid.lab.templates import render, render_folder
from ctid.lab.tree import Toolbox
from ctid.lab.trouble import trouble
from ctid.lab.user import User

_FOLDERS = ("etc/dialplan", "data/sounds/en", "agi-bin/lib", "lib", "spool/tmp", "cache")
_RECORDINGS = "spool/monitor/ctid"
_LOGS = ("log/cel-custom", "log/cdr-custom")
_SOCKET = "asterisk.ctl"
_LONGEST_SOCKET = 107  # sockaddr_un.sun_path less its final NUL, unix(7)
_PHONE_NAME = re.compile(r"(?!.*-web$)[A-Za-z0-9_-]{1,40}")  # "-web" is the browser's
_OF_SCRIPTS = ("asterisk", "six")  # pyst2's package, and what it imports


def lay_out(run: Path, plan: Plan, tools: Toolbox, user: User) -> None:
    """Write the run directory (logs and spool of an earlier life stay). Raise `Mistaken` (R51x, R52x)."""
    check_place(run, tools, user)
    run.mkdir(parents=True, exist_ok=True)
    run.chmod(0o700)
    for folder in (*_FOLDERS, *_LOGS, _RECORDINGS):
        (run / folder).mkdir(parents=True, exist_ok=True)
    _configure(run, plan, tools)
    _lay_sounds(run / "data", plan.sources.prompts, tools)
    _lay_scripts(run / "agi-bin", plan.sources.agi_scripts, user)
    user.own(run)


def check_place(run: Path, tools: Toolbox, user: User) -> None:
    """Refuse a run directory that Asterisk's user cannot reach or whose name is too long for a socket."""
    for path in (run / _SOCKET, tools.modules / "x"):
        if parent := user.keeps_out(path):
            raise trouble("R520", str(path.parent), user=user.name, parent=parent)
    length = len(str(run.absolute() / _SOCKET).encode())
    if length > _LONGEST_SOCKET:
        raise trouble("R521", str(run), limit=_LONGEST_SOCKET, length=length)


def _configure(run: Path, plan: Plan, tools: Toolbox) -> None:
    templates = plan.sources.templates
    part = templates / "parts/phone.conf"
    text = part.read_text(encoding="utf-8")
    phones = "\n".join(render(text, _values(phone), str(part)) for phone in plan.phones)
    values = {**plan.template_values(run, tools.modules), "phones": phones}
    for name, content in render_folder(templates, values).items():
        _write_private(run / "etc" / name, content)
    for source in sorted(plan.sources.dialplan.glob("*.conf")):
        _write_private(run / "etc/dialplan" / source.name, source.read_text(encoding="utf-8"))


def _values(phone: Phone) -> dict[str, str]:
    if not _PHONE_NAME.fullmatch(phone.name):
        raise trouble("R512", "phones", phone=phone.name)
    return {
        "phone": phone.name,
        "secret": phone.secret,
        "browser_secret": phone.browser_secret,
        "language": phone.language.value,
    }


def _write_private(path: Path, content: str) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(content, encoding="utf-8")


def _lay_sounds(data: Path, prompts: Path | None, tools: Toolbox) -> None:
    links = {data / "moh": tools.music, data / "documentation": tools.documentation}
    links |= {data / "sounds/en" / path.name: path for path in tools.sounds.iterdir()}
    for link, target in links.items():
        if not (link.is_symlink() and link.readlink() == target):  # hundreds, and unlinking is slow
            link.unlink(missing_ok=True)
            link.symlink_to(target)
    for language in sorted(prompts.iterdir()) if prompts else ():
        ours = data / "sounds" / language.name / "ctid"
        shutil.copytree(language, ours, dirs_exist_ok=True)


def _lay_scripts(bin_: Path, scripts: Path, user: User) -> None:
    """Copy the scripts: the checkout and its environment may be closed to Asterisk's user."""
    python = user.python()
    for source in sorted(scripts.glob("*.py")):
        first, newline, rest = source.read_text(encoding="utf-8").partition("\n")
        script = bin_ / source.name
        _write_private(script, (f"#!{python}" if first.startswith("#!") else first) + newline + rest)
        script.chmod(0o700)
    for name in _OF_SCRIPTS:
        _copy_module(name, bin_ / "lib")


def _copy_module(name: str, lib: Path) -> None:
    spec = importlib.util.find_spec(name)
    assert spec is not None and spec.origin is not None, f"{name} is one of our dependencies"
    origin = Path(spec.origin)
    if spec.submodule_search_locations:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(origin.parent, lib / name, dirs_exist_ok=True, ignore=ignored)
    else:
        shutil.copy(origin, lib)
