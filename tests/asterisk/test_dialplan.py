"""Our reading of dialplans beside Asterisk's own (more: `script/bench dialplan_asterisk`); applying one."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bare_switch import bare_switch
from ctid.asterisk.console import Deaf, ask
from ctid.asterisk.dialplan import Extension, Kind, parse
from ctid.asterisk.dialplan.lookup import Asked, candidates
from ctid.asterisk.dialplan.mark import marked
from ctid.asterisk.dialplan.readback import differences
from ctid.lab.switch import Switch
from ctid.lab.tree import Toolbox
from ctid.model.mistakes import Mistaken
from ctid.runtime import dialplan_apply as work
from ctid.runtime.dialplan_files import Folder

pytestmark = pytest.mark.asterisk

PROJECT = Path(__file__).parents[2]
MAIN = b'[general]\nclearglobalvars=yes\n[globals]\nHERE=known\n#tryinclude "dialplan/*.conf"\n'
GOOD = b"[drill]\nexten => 1,1(go),Answer()\n same => n,Hangup(16)\nexten => ${HERE},1,NoOp()\n"
# What only Asterisk knows when it loads: the model must be wrong, and the read-back must say so.
DIFFERENT = b"[drill]\nexten => 1,1(go),Answer()\nexten => late${LATE},1,NoOp()\n"

ODD = {
    "templates": b"[t](!)\nexten => 1,1,A(x)\n same => n,B\n[s](t)\nexten => 1,n,C\n[s](+)\ninclude => t\n",
    "comments": b"[s]\nexten => 1,1,A(x\\;y) ; gone\n;-- a\n;-- b --;\n--;exten => 1,2,B(;-- c --;d)\n"
    b";--- e\n",
    "a stray end of a comment": b"[s]\nexten => 1,1,A --; b\nexten => 1,2,B\n",
    "priorities": b"[s]\nexten => 1,hint,X/${EXTEN}@${CONTEXT}\n same => n,A\nexten => 2,5(x),A\n"
    b" same => n+2(x),B\n"
    b"exten => 2,x+9,C\nexten => 2,5,D\nexten => 2-,1,E\nsame => s,F\nexten => 3,next,G\n"
    b"exten => 3,0x4,H\n",
    "application and data": b"[s]\nexten => 1,1,A(b(c)d)e\nexten => 1,2,A(b\nexten => 1,3,A,b|c\n"
    b"exten => 1,4,${A}(b)\n"
    b"exten => 1,5\nexten => 1,6, A (b) \nexten => 1,7,$[1](x)\n",
    "callers": b"[s]\nexten => 1,1,A\nexten => 1/(55) 5-1.,1,B\nexten => 1/,1,C\nexten => 1/_5[1-3]X,1,D\n",
    "order": b"[s]\nexten => _.,1,A\nexten => _X!,1,A\nexten => _[2-9]X,1,A\nexten => _NX,2,A\n"
    b"exten => _[31]X,1,A\n"
    b"exten => s,1,A\nexten => 10,1,A\nexten => 1-1,1,A\nexten => _XN,1,A\nexten => _[]X,1,A\n"
    b"exten => _9[1 2],1,A\n",
    "globals": b"[globals]\nA=one\nB=${A:1}${A:-2:1}${nope}\n[x-${A}]\n[s]\nexten => ${B}1,1,N(${A})\n"
    b"include => ${A}\n"
    b"switch => L/${A}\neswitch => L/${A}\nignorepat => ${B}\n[globals]\nA=two\n",
    "lengthened": b"[s]\nexten => 1,1,A\nexten => 2,1,A\nexten += (b)\ninclude => x\ninclude => X\n"
    b"include => x,*,*,*,*\n",
    "long lines": b"[s]\nexten => 1,1,A("
    + b"x" * 1100
    + b")\nexten => 1,2,B("
    + b"y" * 8174
    + b")\ngone\nexten => 1,3,C\n",
    "sections": b"[a]\nexten => 1,1,A\n[s]()\n[](+)\nexten => 1,2,B\n["
    + b"n" * 90
    + b"]\n[S](!,a)\n[s](+,a)\nexten => 2,1,C\n",
}
WITH_FILES: Mapping[str, Mapping[str, bytes]] = {
    "counting on": {
        "extensions.conf": b'[s]\nexten => 1,1,A\n#include "glob/*.conf"\nexten => 1,n,Z\n'
        b'#include "glob/{b,a}.conf"\n',
        "glob/a.conf": b"exten => 2,1,A\n[a]\n",
        "glob/b.conf": b"exten => 3,1,B\n[b]\nexten => 1,1,B",
        "glob/c.conf": b"exten => 3,n,C\n",
    },
    "a bad include": {
        "extensions.conf": b'[s]\n#include "bad.conf"\nexten => 1,1,A\n#tryinclude "none*.conf"\n#exec x\n',
        "bad.conf": b"exten => 2,1,B\n[x](nobody)\nexten => 2,2,C\n",
    },
}


@pytest.fixture(scope="module")
def switch(tools: Toolbox) -> Iterator[Switch]:
    with bare_switch(tools, "[nothing]\nexten => 1,1,NoOp\n") as switch:
        yield switch


@pytest.fixture
def etc(switch: Switch) -> Path:
    etc = switch.run / "etc"
    for old in (etc / "dialplan").iterdir():
        old.unlink()
    subprocess.run(["rm", "-rf", str(etc / "dialplan.generations")], check=True)
    return etc


@pytest.fixture
def target(switch: Switch, etc: Path) -> work.Target:
    (etc / "extensions.conf").write_bytes(MAIN)
    return work.Target(etc, control=switch.console())


async def told_by(switch: Switch, files: Mapping[str, bytes]) -> str:
    """Have Asterisk load files; return what it shows."""
    etc = switch.run / "etc"
    for name, text in files.items():
        (etc / name).parent.mkdir(exist_ok=True)
        (etc / name).write_bytes(text)
    switch.user.own(etc)
    await ask(switch.console(), "dialplan reload")
    return await ask(switch.console(), "dialplan show")


async def same(switch: Switch, files: Mapping[str, bytes]) -> None:
    shown = await told_by(switch, files)
    ours = parse(Folder(switch.run / "etc"))
    assert ours.whole
    assert ours.contexts
    assert differences(ours, shown) == ()


@pytest.mark.parametrize("name", ODD)
async def test_asterisk_reads_the_same(switch: Switch, etc: Path, name: str) -> None:
    await same(switch, {"extensions.conf": ODD[name]})


@pytest.mark.parametrize("name", WITH_FILES)
async def test_asterisk_reads_the_same_from_several_files(switch: Switch, etc: Path, name: str) -> None:
    await same(switch, WITH_FILES[name])


async def test_asterisk_reads_our_own_dialplan_the_same(switch: Switch, etc: Path) -> None:
    ours = {f"dialplan/{path.name}": path.read_bytes() for path in PROJECT.glob("dialplan/*.conf")}
    await same(
        switch, {"extensions.conf": (PROJECT / "config/asterisk/extensions.conf").read_bytes(), **ours}
    )


async def test_asterisk_reads_its_own_samples_the_same(switch: Switch, etc: Path, tools: Toolbox) -> None:
    share = tools.documentation.parents[1]
    samples = sorted(share.glob("asterisk/conf/*/extensions*.conf*"))
    for path in samples:
        await same(switch, {"extensions.conf": path.read_bytes()})


async def test_asterisk_finds_the_same_extensions(switch: Switch, etc: Path) -> None:
    text = (
        b"[s]\nexten => _1XX,1,A\nexten => 1-00,1,A\nexten => _[13-5]!,1,A\nexten => _1.,2,A\ninclude => t\n"
        b"[t]\nexten => _X.,1,A\nexten => _N[0-2]-X,1,A\n"
    )
    await told_by(switch, {"extensions.conf": text})
    ours = parse(Folder(etc))
    for number in ("100", "1", "10", "12", "300", "200", "2-1-0", "23", "9", "x"):
        shown = await ask(switch.console(), f"dialplan show {number}@s")
        theirs = [line.split("'")[1] for line in shown.splitlines() if line.startswith("  '")]
        found = (each.what for each in candidates(ours, "s", Asked(number)))
        assert [each.name for each in found if isinstance(each, Extension)] == theirs, number


async def test_a_dialplan_is_applied_verified_and_taken_back(target: work.Target) -> None:
    first = await work.apply(target, {"drill.conf": marked(GOOD)})
    await work.apply(target, {"drill.conf": marked(GOOD.replace(b"16", b"17"))})
    assert "Hangup(17)" in await ask(target.control, "dialplan show 1@drill")
    assert await work.rollback(target) == first
    assert "Hangup(16)" in await ask(target.control, "dialplan show 1@drill")
    assert await work.verify(target) == ()


async def test_what_asterisk_loaded_differently_is_taken_back(target: work.Target) -> None:
    await work.apply(target, {"drill.conf": marked(GOOD)})
    (target.etc / "extensions.conf").write_bytes(MAIN.replace(b"clearglobalvars=yes", b""))
    await ask(target.control, "dialplan reload")
    await ask(target.control, "dialplan set global LATE value")
    with pytest.raises(Mistaken, match="R606"):
        await work.apply(target, {"drill.conf": marked(DIFFERENT)})
    assert "Hangup(16)" in await ask(target.control, "dialplan show 1@drill")
    assert await work.verify(target) == ()


async def test_a_step_added_behind_our_back_is_seen(target: work.Target) -> None:
    await work.apply(target, {"drill.conf": marked(GOOD)})
    await ask(target.control, "dialplan remove extension 1@drill 2")
    (lost,) = await work.verify(target)
    assert (lost.missing, "Hangup(16)" in lost.row) == (True, True)


async def test_a_priority_that_asterisk_would_drop_is_refused_before_it_is_written(
    target: work.Target,
) -> None:
    await work.apply(target, {"drill.conf": marked(GOOD)})
    with pytest.raises(Mistaken, match="R604"):
        await work.apply(target, {"drill.conf": marked(GOOD + b"exten => 1,2,Dial(PJSIP/other)\n")})
    assert await work.verify(target) == ()


async def test_a_crash_between_writing_and_reloading_harms_no_caller(target: work.Target) -> None:
    await work.apply(target, {"drill.conf": marked(GOOD)})
    crash(target)
    assert "Hangup(16)" in await ask(target.control, "dialplan show 1@drill")
    with pytest.raises(Mistaken, match="R608"):
        await work.verify(target)
    await work.rollback(target)
    assert await work.verify(target) == ()


def crash(target: work.Target) -> None:
    """Apply in a process of its own, which dies before it has Asterisk reload."""
    code = (
        "import asyncio, os, sys; from pathlib import Path; from ctid.runtime import dialplan_apply as work;"
        "from ctid.asterisk.dialplan.mark import marked;"
        "work._loaded = lambda target: os.kill(os.getpid(), 9);"
        "asyncio.run(work.apply(work.Target(Path(sys.argv[1])), {'drill.conf': marked(b'[drill]\\n')}))"
    )
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run([sys.executable, "-c", code, str(target.etc)], env=environment, check=False)
    assert done.returncode == -9


async def test_what_is_told_to_crash_asterisk_does(switch: Switch, etc: Path) -> None:
    deadly = b"[s]\nexten => _1XX,1,A\nexten => _1XX,typo,B\nexten => _1xx,2,C\n"
    await told_by(switch, {"extensions.conf": deadly})
    kinds = {each.kind for each in parse(Folder(etc)).complaints}
    with pytest.raises(Deaf):
        await told_by(switch, {"extensions.conf": b"[s]\nexten => 1,1,A\n"})
    await switch.restart()
    assert kinds == {Kind.BAD_PRIORITY, Kind.CRASHES}
