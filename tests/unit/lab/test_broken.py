"""Broken builds are broken, each in its one way, and nowhere but in the laboratory.

Every build is tried in a process of its own: what is broken cannot be mended again.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from ctid.lab.broken import ALLOWED, BUILDS, break_it, dialplan
from ctid.lab.plan import Sources
from ctid.model.mistakes import Mistaken

pytestmark = pytest.mark.slow

OPEN_OFFER = """
from ctid.centre import legs
from ctid.centre.world import World
from ctid.model.mistakes import Text
from ctid.model.site import Site
world = World(Site(Text("", ""), "US", {}, {}, (), {}), new_offer_id=lambda: "off_3")
world.offers["off_2"] = "the open one"
found = legs._offer(world, "sw1:off_1")
"""
DISPLAY_NAME = """
from ctid.asterisk import ami_protocol
message = ami_protocol.parse("Event: X\\r\\nCallerIDName: a\\u2028Channel: b".encode())
found = message["Channel"] or None
"""
LOST_ANSWER = """
import asyncio
from ctid.asterisk.ami_connection import AmiConnection, Gone
sent = []
class Cut(AmiConnection):
    connected = True
    def __init__(self):
        self._wire, self._pace = self, self
        self.action = 1.0
    async def _ask(self, wire, values, *_):
        sent.append(values)
        if len(sent) == 1:
            raise Gone("cut")
        return []
try:
    asyncio.run(Cut().act({"Action": "Originate"}))
except Gone:
    pass
found = sent[1:] or None
"""
A_CALL_THAT_IS_GONE = """
from datetime import UTC, datetime, timedelta
from ctid.centre.centre import Centre
from ctid.model.interactions import Interaction
from ctid.model.mistakes import Text
from ctid.model.reports import Remembered, SwitchSeen
from ctid.model.site import Site
at = datetime(2026, 1, 1, tzinfo=UTC)
centre = Centre(Site(Text("", ""), "US", {}, {}, (), {}), new_offer_id=lambda: "off_1")
centre.handle(Remembered((), (Interaction("sw1:1", "", "", at),), ()), now=at)
centre.handle(SwitchSeen("sw1", (), {}), now=at + timedelta(minutes=1))
found = centre.interaction("sw1:1")
"""
SYMPTOMS = {
    "no_fence": OPEN_OFFER,
    "splitlines": DISPLAY_NAME,
    "resend_originate": LOST_ANSWER,
    "no_resync": A_CALL_THAT_IS_GONE,
}


def found(build: str, symptom: str) -> bool:
    breaking = f"from ctid.lab.broken import break_it; break_it({build!r}, {{{ALLOWED!r}: '1'}})"
    code = f"{breaking if build else ''}\n{symptom}\nimport sys; sys.exit(3 if found is not None else 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 3), done.stderr
    return done.returncode == 3


@pytest.mark.parametrize("build", SYMPTOMS)
def test_a_broken_build_shows_its_symptom_and_a_sound_one_does_not(build: str) -> None:
    assert found(build, SYMPTOMS[build])
    assert not found("", SYMPTOMS[build])


def test_the_dialplan_that_believes_the_status_differs_in_that_alone(tmp_path: Path) -> None:
    source = Sources().dialplan
    broken = dialplan("agistatus_only", source, tmp_path / "dialplan")
    changed = [
        (file.name, line)
        for file in sorted(broken.glob("*.conf"))
        for line in file.read_text().splitlines()
        if line not in (source / file.name).read_text().splitlines()
    ]
    assert [name for name, _ in changed] == ["10-arrival.conf"] * 2
    assert "AGISTATUS" in changed[0][1]
    assert dialplan("no_fence", source, tmp_path) == source


def test_a_dialplan_without_the_line_to_break_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "10.conf").write_text("[ctid-in]\n")
    with pytest.raises(Mistaken, match="R570"):
        dialplan("agistatus_only", tmp_path, tmp_path / "into")


@pytest.mark.parametrize(("name", "environ"), [("no_fence", {}), ("nothing", {ALLOWED: "1"})])
def test_nothing_is_broken_outside_the_laboratory_or_by_an_unknown_name(
    name: str, environ: dict[str, str]
) -> None:
    with pytest.raises(Mistaken, match="R570"):
        break_it(name, environ)


def test_every_build_has_its_symptom_here() -> None:
    assert {*SYMPTOMS, "agistatus_only"} == {*BUILDS}
