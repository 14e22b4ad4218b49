"""The laboratory's switch itself: it starts clean, gives each user its least rights, and leaves nothing."""

import asyncio
import csv
import tempfile
import wave
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from ctid.lab.plan import Phone, Plan, Sources
from ctid.lab.ports import free_ports
from ctid.lab.switch import Switch
from ctid.lab.tree import Toolbox, find_or_fetch
from ctid.lab.versions import new_enough
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken

pytestmark = pytest.mark.asterisk

DIALPLAN = """\
[drill]
exten => wait,1,Answer()
 same => n,BridgeWait(ctid,participant,me(m)S(30))
exten => script,1,Answer()
 same => n,AGI(mark.py)
exten => speak,1,Answer()
 same => n,Set(CHANNEL(language)=zh)
 same => n,Playback(ctid/hello)
 same => n,Set(OURS=${PLAYBACKSTATUS})
 same => n,Playback(beep)
 same => n,UserEvent(Spoken,Ours: ${OURS},Beep: ${PLAYBACKSTATUS})
"""
SCRIPT = """\
#!/usr/bin/env python3
import os
from asterisk.agi import AGI
AGI(stderr=open(os.devnull, "w")).database_put("drill", "uid", str(os.geteuid()))
"""
WANTED_EVENTS = {
    *("Newchannel", "Newstate", "BridgeEnter", "BridgeLeave", "Hangup", "OriginateResponse", "UserEvent"),
    *("DeviceStateChange", "ContactStatus", "FullyBooted", "Shutdown"),
}
Message = dict[str, str]


class Manager:
    """One manager connection, spoken by hand."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def ask(self, action: str, **headers: str) -> list[Message]:
        """Send an action, return its answer and, for a list, all that belongs to it."""
        lines = [f"Action: {action}", "ActionID: 1", *(f"{name}: {value}" for name, value in headers.items())]
        self._writer.write("\r\n".join([*lines, "", ""]).encode())
        answers = [await self.read("1")]
        while answers[0].get("EventList") == "start" and answers[-1].get("EventList") != "Complete":
            answers.append(await self.read("1"))
        return answers

    async def read(self, action_id: str = "") -> Message:
        """Read the next message, or the next that answers `action_id`."""
        while True:
            frame = await asyncio.wait_for(self._reader.readuntil(b"\r\n\r\n"), 10)
            pairs = (line.partition(": ") for line in frame.decode().split("\r\n"))
            message = {name: value for name, colon, value in pairs if colon}
            if not action_id or message.get("ActionID") == action_id:
                return message


@pytest.fixture(scope="module")
def tools() -> Toolbox:
    return find_or_fetch(print)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    tmp_path = tmp_path_factory.mktemp("sources")
    for name in ("dialplan", "scripts", "prompts/zh"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "dialplan/drill.conf").write_text(DIALPLAN)
    (tmp_path / "scripts/mark.py").write_text(SCRIPT)
    with wave.open(str(tmp_path / "prompts/zh/hello.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(1600))
    sources = Sources(
        dialplan=tmp_path / "dialplan",
        agi_scripts=tmp_path / "scripts",
        prompts=tmp_path / "prompts",
    )
    return Plan(phones=(Phone(name="1001", language=Language.ZH),), agi_port=1, sources=sources)


@contextmanager
def run_directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ctid-") as folder:
        Path(folder).chmod(0o711)  # Asterisk's user passes through
        yield Path(folder, "run")


@pytest.fixture
def run() -> Iterator[Path]:
    with run_directory() as run:
        yield run


@pytest.fixture
def other(tools: Toolbox, plan: Plan, run: Path) -> Switch:
    """A second switch, to be mistreated."""
    return Switch(tools, replace(plan, ports=free_ports()), run)


@pytest.fixture(scope="module")
def switch(tools: Toolbox, plan: Plan) -> Iterator[Switch]:
    """One switch for all who only look; it belongs to no event loop."""
    with run_directory() as run:
        switch = Switch(tools, plan, run)
        switch.render()
        asyncio.run(switch.start())
        yield switch
        asyncio.run(switch.stop())


@asynccontextmanager
async def manager(switch: Switch, user: str) -> AsyncIterator[Manager]:
    """Log in as `user`."""
    told = switch.describe()["switch"]
    reader, writer = await asyncio.open_connection("127.0.0.1", int(told["ami_port"]))
    try:
        await reader.readline()
        connection = Manager(reader, writer)
        secret = str(told[f"{user}_secret"])
        (answer,) = await connection.ask("Login", Username=str(told[f"{user}_user"]), Secret=secret)
        if answer["Response"] != "Success":
            raise PermissionError(answer["Message"])
        yield connection
        await connection.ask("Logoff")
        await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()


async def originate(connection: Manager, exten: str) -> None:
    """Let one half of a local channel run `exten` of the drill while the other, with our variable, waits."""
    where = {"Channel": f"Local/{exten}@drill/n", "Application": "Wait", "Data": "20"}
    (answer,) = await connection.ask("Originate", Async="true", Variable="CTID_OFFER=off_1", **where)
    assert answer["Response"] == "Success", answer


async def looks() -> AsyncIterator[int]:
    """Look again and again for ten seconds."""
    for look in range(200):
        yield look
        await asyncio.sleep(0.05)


def uid_of(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def processes_of(run: Path) -> list[str]:
    """List the command lines that name the run directory."""
    lines = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it ended while we looked
            continue
        if str(run) in line:
            lines.append(line)
    return lines


async def test_it_starts_without_an_error_and_not_as_root(switch: Switch) -> None:
    assert new_enough(await switch.cli("core show version"))
    errors = [line for line in switch.log.read_text().splitlines() if "ERROR" in line or "WARNING" in line]
    assert errors == []
    assert switch.pid is not None
    assert switch.user.uid != 0
    assert uid_of(switch.pid) == switch.user.uid


async def test_nothing_that_runs_commands_is_loaded(switch: Switch) -> None:
    for name in ("System", "TrySystem", "ExternalIVR", "Originate"):
        assert "not registered" in await switch.cli(f"core show application {name}"), name
    for name in ("SHELL", "CURL", "FILE"):
        assert "No function" in await switch.cli(f"core show function {name}"), name


@pytest.mark.parametrize("user", ["events", "actions"])
async def test_neither_manager_user_may_run_commands_or_change_the_switch(switch: Switch, user: str) -> None:
    async with manager(switch, user) as connection:
        for action in (
            "Command",
            "Reload",
            "GetConfig",
            "UpdateConfig",
            "DBPut",
            "ModuleLoad",
        ):
            (answer,) = await connection.ask(action, Command="core show version")
            assert (answer["Response"], answer["Message"]) == ("Error", "Permission denied"), action


async def test_the_user_who_listens_may_not_act(switch: Switch) -> None:
    async with manager(switch, "events") as connection:
        for action in ("Originate", "Redirect", "Hangup", "CoreShowChannels", "Setvar"):
            (answer,) = await connection.ask(action)
            assert answer["Message"] == "Permission denied", action


async def test_lists_reach_the_user_who_acts_whole(switch: Switch) -> None:
    async with manager(switch, "actions") as connection:
        await originate(connection, "wait")
        async for _ in looks():
            if len(await connection.ask("BridgeList")) > 2:
                break
        for action in ("CoreShowChannels", "Status", "BridgeList", "DeviceStateList"):
            first, *rows = await connection.ask(action)
            assert first["Response"] == "Success", action
            assert rows[-1]["EventList"] == "Complete"
            assert len(rows) - 1 == int(rows[-1].get("ListItems") or rows[-1]["Items"])
            assert len(rows) > 1, action
        await connection.ask("Hangup", Channel="/^Local/")


async def test_the_user_who_listens_hears_what_is_wanted_and_nothing_else(switch: Switch) -> None:
    async with manager(switch, "events") as listener, manager(switch, "actions") as connection:
        await originate(connection, "wait")
        heard = [await listener.read()]
        while heard[-1]["Event"] != "BridgeEnter":
            heard.append(await listener.read())
        await connection.ask("Hangup", Channel="/^Local/")
        while [message["Event"] for message in heard].count("Hangup") < 2:
            heard.append(await listener.read())
    names = {message["Event"] for message in heard}
    assert {"FullyBooted", "OriginateResponse", "BridgeEnter", "BridgeLeave", "Hangup"} <= names
    assert names <= WANTED_EVENTS
    assert any("CTID_OFFER" in str(message) for message in heard), "our variables travel on the events"


async def test_a_second_login_of_the_same_user_is_refused(switch: Switch) -> None:
    async with manager(switch, "events"):
        with pytest.raises(PermissionError):
            async with manager(switch, "events"):
                pass


async def test_a_script_runs_as_asterisks_user_with_the_libraries_it_imports(switch: Switch) -> None:
    async with manager(switch, "actions") as connection:
        await originate(connection, "script")
    async for _ in looks():
        if "Value:" in (said := await switch.cli("database get drill uid")):
            break
    assert said.split() == ["Value:", str(switch.user.uid)]


async def test_a_chinese_caller_hears_our_prompts_and_for_the_rest_the_english_sounds(switch: Switch) -> None:
    async with manager(switch, "events") as listener, manager(switch, "actions") as connection:
        await originate(connection, "speak")
        while (spoken := await listener.read())["Event"] != "UserEvent":
            pass
    assert (spoken["Ours"], spoken["Beep"]) == ("SUCCESS", "SUCCESS")


async def test_every_leg_is_written_down_with_the_columns_that_resynchronising_reads(switch: Switch) -> None:
    async with manager(switch, "actions") as connection:
        await originate(connection, "speak")
    async for _ in looks():
        if switch.cel_file.exists() and "LINKEDID_END" in switch.cel_file.read_text():
            break
    with switch.cel_file.open(newline="") as file:
        rows = list(csv.reader(file))
    assert {len(row) for row in rows} == {11}
    assert {"CHAN_START", "ANSWER", "HANGUP", "CHAN_END"} <= {row[0] for row in rows}
    assert all(float(row[1]) > 1e9 and "." in row[1] for row in rows)
    assert any('"hangupcause"' in row[9] for row in rows if row[0] == "HANGUP")


async def test_killed_it_comes_back_in_the_same_place_and_stopped_it_leaves_nothing(
    other: Switch,
) -> None:
    async with other:
        before = other.pid
        other.kill()
        assert processes_of(other.run) == []
        with pytest.raises(Mistaken, match="R524"):
            await other.cli("core show version")
        await other.start()
        assert other.pid not in {None, before}
        async with manager(other, "actions") as connection:
            await originate(connection, "wait")
    assert other.pid is None
    assert processes_of(other.run) == []


async def test_a_switch_that_cannot_start_says_so_in_words_and_leaves_nothing(other: Switch) -> None:
    other.render()
    (other.run / "etc/modules.conf").write_text("[modules]\nautoload = no\nrequire = no_such_module.so\n")
    with pytest.raises(Mistaken, match=r"R523.*no_such_module"):
        await other.start()
    assert processes_of(other.run) == []
