"""People and answering machines that answer, told apart by Asterisk's AMD with the figures of amd.conf.

The voices are espeak-ng's over µ-law: clean, of nobody, in English. A site that would hang up on machines
must measure with its own people (docs/how-to/run-a-campaign.md); this shows what to expect, and how.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import sqrt
from pathlib import Path
from tempfile import TemporaryDirectory

from percentiles import percentile
from speech_voices import EXAMINED, spoken

from ctid.asterisk.port import AsteriskPort
from ctid.config.sections import SiteFiles
from ctid.config.settings import Settings
from ctid.lab.parties import Manner
from ctid.lab.plan import Phone, Plan, Sources
from ctid.lab.ports import free_port
from ctid.lab.sipp import Outside
from ctid.lab.switch import Switch
from ctid.lab.town import Town
from ctid.lab.tree import Toolbox, cache_directory, find_or_fetch
from ctid.model.attempt_effects import PlaceAttempt
from ctid.model.ids import LegId
from ctid.model.languages import Language
from ctid.model.reports import AttemptTold, Report, Sign, SwitchSeen
from ctid.prompts.render import render_prompts
from ctid.runtime.sources import read_sources

SAID = {
    "one word": "hello",
    "a question": "hello, who is there?",
    "a firm": "good morning, example telecom, how may I help you?",
    "a short machine": "please leave a message after the tone",
    "a machine": "hello, nobody can take your call at the moment. please leave a message after the tone",
}
MACHINES = ("a short machine", "a machine")
AT_ONCE, WITHIN = 8, 60.0
QUIET = b"\xff" * 8000 * 5  # five seconds of µ-law's silence: a line that is up is never without sound


@dataclass
class Line:
    """A switch that dials, and what it tells of each attempt."""

    port: AsteriskPort | None = None
    seen: asyncio.Event = field(default_factory=asyncio.Event)
    answered: dict[str, datetime] = field(default_factory=dict)
    told: "dict[str, asyncio.Future[AttemptTold]]" = field(default_factory=dict)
    took: dict[str, timedelta] = field(default_factory=dict)

    def report(self, report: Report) -> None:
        """Take what the switch says."""
        now = datetime.now(UTC)
        if isinstance(report, SwitchSeen):
            self.seen.set()
        if not isinstance(report, AttemptTold):
            return
        if report.sign is Sign.ANSWERED:
            self.answered[report.line] = now
        if report.sign is Sign.VERDICT:
            self.took[report.line] = now - self.answered[report.line]
            self.told[report.line].set_result(report)

    async def verdict(self, end: str) -> AttemptTold:
        """Dial somebody and return what they were taken for."""
        assert self.port is not None
        line = LegId(f"sw1:att_{end}")
        self.told[line] = asyncio.get_running_loop().create_future()
        self.port.perform(
            PlaceAttempt(
                line, f"+120255{end}", "+12025550100", timedelta(seconds=20), timedelta(seconds=2),
                Language.EN, "campaign-message", datetime.now(UTC).date(), detects=True,
            )
        )  # fmt: skip
        return await asyncio.wait_for(self.told[line], WITHIN)


@asynccontextmanager
async def open_line(tools: Toolbox, says: Mapping[str, Path], folder: Path) -> AsyncIterator[Line]:
    """Open a switch, with a town of people who each say something."""
    prompts = render_prompts(tools, read_sources(SiteFiles()).texts, cache_directory() / "prompts")
    plan = Plan(phones=(Phone(name="1001"),), agi_port=free_port(), sources=Sources(prompts=prompts))
    (folder / "parties").mkdir()
    outside = Outside(tools, f"127.0.0.1:{plan.ports.sip}", folder / "parties")
    people = dict.fromkeys(says, Manner(answer_after=0.3))
    async with AsyncExitStack() as stack:
        switch = await stack.enter_async_context(Switch(tools, plan, folder / "asterisk"))
        await stack.enter_async_context(Town(outside, plan.trunk_port, people, says))
        settings, line = Settings.model_validate(switch.describe()), Line()
        line.port = AsteriskPort(
            settings.switch,
            settings.agi,
            report=line.report,
            session_for=lambda dnis, name: None,
            clock=lambda: datetime.now(UTC),
            chance=random.Random(1),
            beaten_at=lambda: datetime.now(UTC),
        )
        running = asyncio.create_task(line.port.run())
        await line.seen.wait()
        try:
            yield line
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def measure(voices: int) -> dict[str, list[tuple[AttemptTold, timedelta]]]:
    """Have every voice say everything, once, and return what each was taken for."""
    tools = find_or_fetch(lambda step: None)
    with TemporaryDirectory(prefix="ctid-") as name:
        folder = Path(name)
        await asyncio.to_thread(folder.chmod, 0o711)
        cases = [(kind, voice) for kind in SAID for voice in EXAMINED[:voices]]
        says = {}
        for number, (kind, voice) in enumerate(cases):
            says[f"{50000 + number}"] = file = folder / f"{number}.ulaw"
            file.write_bytes(spoken(tools, voice, SAID[kind]).read_bytes() + QUIET)
        found: dict[str, list[tuple[AttemptTold, timedelta]]] = {kind: [] for kind in SAID}
        room = asyncio.Semaphore(AT_ONCE)
        async with open_line(tools, says, folder) as line:

            async def one(end: str, kind: str) -> None:
                async with room:
                    told = await line.verdict(end)
                    found[kind].append((told, line.took[told.line]))

            await asyncio.gather(*(one(end, kind) for end, (kind, _) in zip(says, cases, strict=True)))
    return found


def interval(hits: int, of: int) -> tuple[float, float]:
    """Return the bounds of a share, 95 % (E. B. Wilson, 1927)."""
    z = 1.96
    share, spread = hits / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / of + spread / of / 4) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def told_of(kind: str, cases: Sequence[tuple[AttemptTold, timedelta]]) -> dict[str, float]:
    """Print what came of those who said the same, and return its figures."""
    verdicts = Counter(told.verdict for told, _ in cases)
    took = sorted(took.total_seconds() for _, took in cases)
    many, p50, p95 = len(cases), percentile(took, 50), percentile(took, 95)
    wrong = many - verdicts["machine" if kind in MACHINES else "human"]
    low, high = interval(wrong, many)
    print(f"{kind:<16} {many:>3} calls  {dict(verdicts)}")
    print(f"{'':<16} wrong {wrong / many:.1%} ({low:.1%}–{high:.1%}), after {p50:.2f} s, p95 {p95:.2f} s")
    name = kind.removeprefix("a ").replace(" ", "_")
    return {f"{name}_wrong": wrong / many, f"{name}_p50_s": p50, f"{name}_p95_s": p95}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="4 voices instead of 20")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    asked = parser.parse_args()
    found = asyncio.run(measure(4 if asked.quick else len(EXAMINED)))
    figures: dict[str, float] = {}
    for kind, cases in found.items():
        figures |= told_of(kind, cases)
    if asked.json:
        print(
            json.dumps({"name": "amd", "figures": {k: round(v, 3) for k, v in figures.items()}, "ok": True})
        )
    sys.exit(0)


if __name__ == "__main__":
    main()
