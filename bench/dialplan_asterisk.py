"""Our reading of dialplans beside Asterisk's own: each file is loaded and shown by a real Asterisk.

Ours are the project's dialplan, those that come with Asterisk, and generated ones (dialplan_odd.py): the
same contexts, extensions, priorities, labels, applications, data, to the byte, and the same file and line.
Then numbers are looked for: the same extensions in the same order. What was done is kept (`--state`), so a
run may be stopped and gone on with; `--seed 17` repeats one. A file that Asterisk dies of is told and
counted.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import asyncio
import json
import re
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from dialplan_odd import write, write_patterns

from ctid.asterisk.console import Deaf, ask
from ctid.asterisk.dialplan import Extension, Kind, parse
from ctid.asterisk.dialplan.lookup import Asked, candidates
from ctid.asterisk.dialplan.readback import differences
from ctid.lab.plan import Plan, Sources
from ctid.lab.switch import Switch
from ctid.lab.tree import Toolbox, find_or_fetch
from ctid.runtime.dialplan_files import Folder

FILES, QUICK = 2_000, 60
DEADLY = frozenset({Kind.CRASHES, Kind.COMMENT_END})
WRONG = ("different", "refused by one", "written: different", "written: refused by one", "lookups different")
PROJECT = Path(__file__).resolve().parents[1]
_FOUND = re.compile(r"\[ (?:Included c|C)ontext '(.*?)' created|  '(.*?)' (?:\(CID match '.*?'\) )?=>")


class Asterisk:
    """A private Asterisk that loads one dialplan after the other."""

    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._etc = switch.run / "etc"

    def lay(self, files: Mapping[str, bytes]) -> None:
        """Put these files in the place of those of the last dialplan."""
        for old in (*self._etc.glob("g*.conf"), *self._etc.glob("glob/*")):
            old.unlink()
        for name, text in files.items():
            path = self._etc / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text)
        self._switch.user.own(self._etc)

    async def load(self) -> str:
        """Load what lies there and return what Asterisk shows then."""
        await self.ask("dialplan reload")
        return await self.ask("dialplan show")

    async def ask(self, command: str) -> str:
        """Ask; start Asterisk again and raise `Deaf` if it has died."""
        try:
            return await ask(self._switch.console(), command)
        except Deaf:
            if self._switch.pid is None:
                self.lay({"extensions.conf": b"[a]\nexten => 1,1,NoOp\n"})
                await self._switch.start()
            raise

    async def compare(self) -> str:
        """Load what lies there; say in one word how the readings compare."""
        ours = parse(Folder(self._etc))
        if any(each.kind in DEADLY for each in ours.complaints):
            return "would crash"
        shown = await self.load()
        marks = {name for name in ours.contexts if name.startswith("mark-")}
        if not ours.whole or any(f"[ Context '{mark}'" not in shown for mark in marks):
            return "refused by both" if not ours.whole and not marks else "refused by one"
        if any(each.kind is Kind.NOT_EVALUATED for each in ours.complaints):
            return "needs a function"
        found = differences(ours, shown)
        for each in found[:3]:
            print(f"  [{each.context}] {'only ours' if each.missing else 'only theirs'}: {each.row[:150]}")
        return "different" if found else "same"

    async def compare_lookups(self, seed: int) -> Counter[str]:
        """Look for numbers among generated patterns; count where both find the same, in the same order."""
        text, asked = write_patterns(seed)
        self.lay({"extensions.conf": text})
        await self.load()
        ours = parse(Folder(self._etc))
        counted: Counter[str] = Counter()
        for number, context in asked:
            shown = await self.ask(f"dialplan show {number}@{context}")
            told = [
                (each.context, each.what.name)
                for each in candidates(ours, context, Asked(number))
                if isinstance(each.what, Extension)
            ]
            same = told == list(_found(shown))
            counted["lookups"] += 1
            counted["lookups different"] += not same
            if not same:
                print(f"  {number}@{context}, seed {seed}: ours {told}, theirs {list(_found(shown))}")
        return counted


def _found(shown: str) -> Iterator[tuple[str, str]]:
    """Read what `dialplan show NUMBER@CONTEXT` found; a context that is come to again is searched once."""
    contexts: list[str] = []
    again = False
    for context, extension in _FOUND.findall(shown):
        if context:
            again = context in contexts
            contexts.append(context)
        elif not again:
            yield contexts[-1], extension


@asynccontextmanager
async def asterisk(tools: Toolbox) -> AsyncIterator[Asterisk]:
    """Start an Asterisk with a dialplan of nothing, and end it."""
    with tempfile.TemporaryDirectory(prefix="ctid-") as folder:
        async with Switch(tools, plan_in(Path(folder)), Path(folder, "run")) as switch:
            yield Asterisk(switch)


def plan_in(folder: Path) -> Plan:
    """Plan a switch whose files lie in `folder`."""
    folder.chmod(0o711)  # Asterisk's user passes through
    sources = folder / "sources"
    sources.mkdir()
    (sources / "nothing.conf").write_text("[a]\nexten => 1,1,NoOp\n")
    return Plan(phones=(), agi_port=1, sources=Sources(dialplan=sources, agi_scripts=sources))


def written(tools: Toolbox) -> Iterator[tuple[str, Mapping[str, bytes]]]:
    """Go through the dialplans that people wrote: ours, and Asterisk's own."""
    ours = {f"dialplan/{each.name}": each.read_bytes() for each in PROJECT.glob("dialplan/*.conf")}
    yield "ours", {**ours, "extensions.conf": (PROJECT / "config/asterisk/extensions.conf").read_bytes()}
    share = tools.documentation.parent
    places = ("share/asterisk/conf/**/extensions*.conf*", "share/doc/asterisk*/**/extensions*.conf*")
    for place in places:
        for path in sorted(share.parents[1].glob(place)):
            yield "/".join(path.parts[-2:]), {"extensions.conf": path.read_bytes()}


def state_of(asked: argparse.Namespace) -> dict[str, Any]:
    """Return what was done so far."""
    if asked.state.exists() and not asked.quick:
        return dict(json.loads(asked.state.read_text()))
    return {"next": 0, "counted": {}, "died": []}


async def run(switch: Asterisk, files: int, state: dict[str, Any], keep: Callable[[str], object]) -> None:
    """Compare generated files up to that number."""
    counted: Counter[str] = Counter(state["counted"])
    for seed in range(state["next"], files):
        switch.lay(write(seed))
        try:
            told = await switch.compare()
            if told in WRONG:
                print(f"{told}: seed {seed}")
            counted[told] += 1
            if seed % 20 == 0:
                counted += await switch.compare_lookups(seed)
        except Deaf:
            state["died"].append(seed)
            print(f"Asterisk died of seed {seed}, or of one before it")
        state |= {"next": seed + 1, "counted": counted}
        keep(json.dumps(state))


async def compare(asked: argparse.Namespace) -> dict[str, Any]:
    """Compare all that is asked for; return what came out so far."""
    tools = find_or_fetch(print)
    state = state_of(asked)
    async with asterisk(tools) as switch:
        if asked.seed is not None:
            switch.lay(write(asked.seed))
            return {"counted": {await switch.compare(): 1}, "died": []}
        people: Counter[str] = Counter()
        for name, files in written(tools):
            switch.lay(files)
            told = await switch.compare()
            print(f"{told:<16} {name}")
            people[f"written: {told}"] += 1
        keep = str if asked.quick else asked.state.write_text
        await run(switch, QUICK if asked.quick else asked.files, state, keep)
    return state | {"counted": {**state["counted"], **people}}


def main() -> None:
    """Go on to the number of files that is asked for, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} generated files, nothing kept")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    parser.add_argument("--files", type=int, default=FILES, help=f"generated files (default {FILES})")
    parser.add_argument(
        "--state", type=Path, default=Path("run/dialplan_asterisk.json"), help="what was done"
    )
    parser.add_argument("--seed", type=int, help="compare one generated file")
    asked = parser.parse_args()
    asked.state.parent.mkdir(exist_ok=True)
    state = asyncio.run(compare(asked))
    counted = state["counted"]
    for name, count in sorted(counted.items()):
        print(f"{count:>6} {name}")
    ok = not any(counted.get(name) for name in WRONG)
    if asked.json:
        figures = {**counted, "asterisk died": len(state["died"])}
        print(
            json.dumps(
                {
                    "name": "dialplan_asterisk",
                    "figures": figures,
                    "targets": dict.fromkeys(WRONG, 0),
                    "ok": ok,
                }
            )
        )
    raise SystemExit(not ok)


if __name__ == "__main__":
    main()
