"""What an hour came to: both judges' words, and the figures."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ctid.lab.tree import Toolbox
from hour_floor import Seen, at_work, lay_out
from hour_ground import Ground, read_ground
from hour_phones import Sightings, Witness, unlike
from hour_router import Verdict, judge
from hour_script import SCRIPT, Does

LEARNT = {scene.agent: dict(scene.learns) for scene in SCRIPT if isinstance(scene, Does) and scene.learns}
NAMES = {
    "missed": "not answered (RONA), then another phone rang",
    "relaxed": "rang by a later step, not before its time",
    "sticky": "rang at the one whom the caller knew",
    "overflowed": "rang in another line, after its time",
    "called_back": "customer hung up, agent rang, customer was called",
}


@dataclass(frozen=True)
class Told:
    """An hour, judged."""

    seen: Seen
    verdict: Verdict
    phones: Sightings
    apart: list[str]  # offers and rings that do not belong together
    took_s: float

    @property
    def faults(self) -> list[str]:
        """Return everything that is not as it must be, and what was to be seen and was not."""
        differs = [self.verdict.differs] if self.verdict.differs else []
        unseen = [f"not seen: {name}" for name, sightings in self.sightings.items() if not sightings]
        return [*differs, *self.phones.faults, *self.apart, *unseen]

    @property
    def sightings(self) -> Mapping[str, list[str]]:
        """Return what phones have shown, by what it is called."""
        return {name: found for name, found in asdict(self.phones).items() if name in NAMES}

    def figures(self) -> dict[str, float]:
        """Return the figures of the hour."""
        return {
            "calls": len(self.seen.callers),
            "inputs": self.verdict.inputs,
            "offers_as_the_pure_router": len(self.verdict.made),
            "offers_otherwise": int(bool(self.verdict.differs)),
            "rings": len(self.seen.phones),
            "rings_amiss": len(self.phones.faults) + len(self.apart),
            **{name: len(found) for name, found in self.sightings.items()},
            "took_s": round(self.took_s, 1),
        }

    def table(self) -> str:
        """Return what was seen, as a table with an example each."""
        rows = [(name, len(found), found[0] if found else "") for name, found in self.sightings.items()]
        head = f"{len(self.seen.callers)} calls, {len(self.seen.phones)} rings at ten phones; "
        head += f"{len(self.verdict.made)} offers as the pure router's on {self.verdict.inputs} inputs"
        return "\n".join([head, *(f"{count:>4} × {NAMES[name]:<50} {one}" for name, count, one in rows)])


def judged(seen: Seen, ground: Ground, took_s: float = 0.0) -> Told:
    """Have an hour judged by both."""
    verdict = judge(seen.journal, ground)
    phones = Witness(ground, seen.callers, seen.phones, seen.called, LEARNT).tells()
    return Told(seen, verdict, phones, unlike(verdict.made, seen.phones), took_s)


def play_the_hour(tools: Toolbox, prompts: Path) -> Told:
    """Play the hour on a switch of its own (three minutes), and have it judged."""
    ground, began = read_ground(), time.monotonic()

    async def play(folder: Path) -> Seen:
        async with at_work(lay_out(tools, folder, prompts, ground), ground, tools) as floor:
            return await floor.plays()

    with TemporaryDirectory(prefix="ctid-") as name:
        Path(name).chmod(0o711)  # Asterisk's user passes through
        seen = asyncio.run(play(Path(name)))
    return judged(seen, ground, time.monotonic() - began)
