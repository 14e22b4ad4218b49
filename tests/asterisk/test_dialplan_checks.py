"""What the checks of dialplans say, beside what a real Asterisk does."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bare_switch import bare_switch
from ctid.asterisk.console import ask
from ctid.asterisk.dialplan.checks import Around
from ctid.asterisk.dialplan.checks.catalogue import bundled, read_catalogue
from ctid.lab.switch import Switch
from ctid.lab.tree import Toolbox
from ctid.runtime.dialplan_check import look

pytestmark = pytest.mark.asterisk

REVIEWED = YAML(typ="safe").load(Path(__file__).with_name("samples_reviewed.yaml").read_text("utf-8"))

# What is said to end a call, each in an extension of its own, between two notes.
ENDS = {
    "D131": "Goto(nowhere,1,1)",
    "D132": "Goto(drill,gone,1)",
    "D133": "Goto(gone)",
    "D121": "Weit(1)",
}
DRILL = "[drill]\n" + "".join(
    f"exten => {code},1,Set(GLOBAL(WAY_{code})=before)\n same => n,{step}\n"
    f" same => n,Set(GLOBAL(WAY_{code})=after)\n"
    for code, step in ENDS.items()
)
OUTDONE = "[outdone]\nexten => _[1-5]X,1,NoOp()\nexten => _[6-9]X,1,NoOp()\nexten => _ZX,1,NoOp()\n"


@pytest.fixture(scope="module")
def switch(tools: Toolbox) -> Iterator[Switch]:
    with bare_switch(tools, DRILL + OUTDONE) as switch:
        yield switch


@pytest.mark.parametrize("name", REVIEWED)
def test_asterisks_samples_show_only_what_was_reviewed(name: str, tools: Toolbox) -> None:
    path = tools.documentation.parents[1] / "asterisk/conf" / name
    lines = path.read_text("utf-8", errors="replace").splitlines()
    found = [(each.code, lines[each.place.line - 1]) for each in look(path, Around()).found]
    expected = [(each["code"], each["at"]) for each in REVIEWED[name]]
    assert len(found) == len(expected), found
    for (code, line), (wanted, at) in zip(found, expected, strict=True):
        assert (code, at in line) == (wanted, True), line


def test_the_snapshot_of_names_is_that_of_the_installed_asterisk(tools: Toolbox) -> None:
    installed = read_catalogue((tools.documentation / "core-en_US.xml").read_text("utf-8"))
    if tools.asterisk_version.startswith("22."):
        assert {*bundled().applications} == {*installed.applications}
        assert bundled().functions == installed.functions


async def test_asterisk_knows_no_application_that_the_catalogue_lacks(switch: Switch) -> None:
    shown = await ask(switch.console(), "core show applications")
    loaded = {line.split(":")[0].strip().lower() for line in shown.splitlines() if ": " in line}
    assert "dial" in loaded
    assert loaded - {*bundled().applications} == set()


async def test_the_case_of_a_functions_name_matters(switch: Switch) -> None:
    assert "2" in await ask(switch.console(), "dialplan eval function LEN(ab)")
    assert "2" not in (await ask(switch.console(), "dialplan eval function len(ab)")).replace("len(ab)", "")


async def test_a_pattern_that_is_said_to_be_outdone_comes_last_for_every_number(switch: Switch) -> None:
    for number in ("10", "55", "69", "99"):
        shown = await ask(switch.console(), f"dialplan show {number}@outdone")
        first, last = (line.split("'")[1] for line in shown.splitlines() if line.startswith("  '"))
        assert (first != "_ZX", last) == (True, "_ZX")


@pytest.mark.parametrize("code", ENDS)
async def test_a_call_ends_where_it_is_said_to_end(switch: Switch, code: str) -> None:
    await ask(switch.console(), f"channel originate Local/{code}@drill application Wait 2")
    async with asyncio.timeout(30):
        while f"WAY_{code}=" not in (await ask(switch.console(), "dialplan show globals")):
            await asyncio.sleep(0.1)
        while "@drill-" in (await ask(switch.console(), "core show channels concise")):
            await asyncio.sleep(0.1)
    assert f"WAY_{code}=before" in await ask(switch.console(), "dialplan show globals")
