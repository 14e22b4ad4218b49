"""A caller's session over a loopback socket, with an Asterisk that answers by script."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest

from ctid.asterisk import agi_protocol, ivr_session
from ctid.asterisk.agi_call import AgiCall
from ctid.asterisk.agi_server import AgiAddress, AgiServer
from ctid.asterisk.ivr_session import Asks, IvrSession, World
from ctid.ivr import steps
from ctid.ivr.flow import CallState, Flow
from ctid.ivr.session import Session
from ctid.model.effects import AnswerQueueAsk
from ctid.model.ids import FlowName, LegId, NodeId, QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.reasons import Reason
from ctid.model.reports import CallArrived, IvrLeft, IvrStepped, QueueAsked, Report

LEG = LegId("sw1:1763781000.12")
ENTERED = datetime(2026, 3, 2, 9, 0, 0, 125000, tzinfo=UTC)
HEAD = (
    b"agi_network: yes\nagi_channel: PJSIP/trunk-00000007\nagi_uniqueid: 1763781000.12\n"
    b"agi_callerid: +33142278186\nagi_calleridname: unknown\nagi_extension: ask\n\n"
)
GREET = steps.Play((steps.Prompt("welcome", Language.ZH),))
MENU = steps.Ask(
    prompts=(steps.Prompt("main-menu", Language.ZH), steps.Prompt("main-menu-more", Language.ZH)),
    timeout=timedelta(seconds=4),
    digit_timeout=timedelta(seconds=1),
    max_digits=3,
    terminator="#",
    barge_in=True,
    secret=False,
    into="",
)
QUEUE = steps.AskQueue(QueueName("support"), {SkillName("billing"): 2, SkillName("mandarin"): 1}, 3)


class Script:
    """A node that goes through `path`, whatever the outcomes; it keeps them."""

    ends = True

    def __init__(self, *path: steps.Step) -> None:
        self.path = list(path)
        self.outcomes: list[steps.Outcome] = []

    def exits(self) -> tuple[()]:
        return ()

    def enter(self, state: CallState) -> steps.Step:
        return self._next(state)

    def resume(self, outcome: steps.Outcome, state: CallState) -> steps.Step:
        self.outcomes.append(outcome)
        state.notes.append(steps.Note("only", type(outcome).__name__, "", ""))
        return self._next(state)

    def _next(self, state: CallState) -> steps.Step:
        if not self.path:
            raise RuntimeError("the flow is broken")
        return self.path.pop(0)


@dataclass
class Centre:
    """What stands round the session: the reports it made, and a queue that takes everybody."""

    asks: Asks = field(default_factory=Asks)
    reports: list[Report] = field(default_factory=list)
    admits: bool | None = True
    queue: QueueName | None = None  # another than was asked for

    def take(self, report: Report) -> None:
        self.reports.append(report)
        if isinstance(report, QueueAsked) and self.admits is not None:
            why = Reason("queue_closed")
            self.asks.answer(AnswerQueueAsk(report.leg, self.admits, why, ENTERED, queue=self.queue))


@dataclass
class Asterisk:
    """The far side of one AGI connection. `keys` come out of listening commands, in turn."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    said: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    answers: Mapping[str, str] = field(default_factory=dict)

    async def converse(self) -> list[str]:
        """Answer until the session closes; return what it said."""
        while line := (await self.reader.readline()).decode():
            assert line.endswith("\n")
            self.said.append(line.strip())
            reply = self.answers.get(line.strip(), self._reply(line))
            for byte in f"{reply}\n".encode():  # byte by byte: the worst network
                self.writer.write(bytes([byte]))
        return self.said

    def _reply(self, line: str) -> str:
        if line.startswith("GET VARIABLE"):
            return "200 result=1 (500)"
        listens = line.startswith("WAIT") or (line.startswith("STREAM") and not line.endswith('""\n'))
        key = self.keys.pop(0) if listens and self.keys else ""
        return f"200 result={ord(key) if key else 0}"

    def heard(self) -> list[str]:
        return [line for line in self.said if line.startswith(("STREAM", "WAIT"))]

    def set(self) -> dict[str, str]:
        pairs = (line.removeprefix("SET VARIABLE ").split(" ") for line in self.said if "SET" in line)
        return {name.strip('"'): value.strip('"') for name, value in pairs}


class House:
    """A FastAGI server whose callers go through a script."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.script = Script(steps.Leave("hangup"))
        self.number = "500"
        self.asked = ("", "")
        self.server = AgiServer(AgiAddress("127.0.0.1", 0, (ip_network("127.0.0.1/32"),)), self._converse)

    async def _converse(self, protocol: agi_protocol.AgiProtocol) -> None:
        world = World(NodeId("sw1"), self._session, self.centre.take, lambda: ENTERED, self.centre.asks)
        await IvrSession(AgiCall(protocol), world).run()

    def _session(self, dnis: str, name: str) -> Session | None:
        self.asked = (dnis, name)
        flow = Flow(FlowName("main"), (Language.EN, Language.ZH), "only", {"only": self.script})
        return Session(flow) if dnis == self.number else None

    async def call(self, *path: steps.Step, keys: str = "", head: bytes = HEAD) -> Asterisk:
        self.script.path = list(path)
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        writer.write(head)
        return Asterisk(reader, writer, keys=[key.strip() for key in keys])


@pytest.fixture
async def centre() -> Centre:
    return Centre()


@pytest.fixture
async def house(centre: Centre) -> AsyncIterator[House]:
    house = House(centre)
    await house.server.open()
    yield house
    await house.server.close()
    await asyncio.sleep(0.01)


async def finish(asterisk: Asterisk) -> Asterisk:
    async with asyncio.timeout(2):
        await asterisk.converse()
    asterisk.writer.close()
    return asterisk


def left(centre: Centre) -> IvrLeft:
    assert isinstance(centre.reports[-1], IvrLeft)
    return centre.reports[-1]


async def test_a_caller_who_is_admitted_leaves_with_a_place_and_the_verb_set_last(
    house: House, centre: Centre
) -> None:
    asterisk = await finish(await house.call(GREET, QUEUE, steps.Leave("wait")))
    assert asterisk.set() | {"TIMEOUT(absolute)": "0"} == {
        "CHANNEL(language)": "zh",
        "TIMEOUT(absolute)": "0",
        "CTID_FLOW": "main",
        "CTID_LANGUAGE": "en",
        "CTID_QUEUE": "support",
        "CTID_ENTERED_AT": "1772442000.125",
        "CTID_PRIORITY": "3",
        "CTID_SKILLS": "billing:2+mandarin:1",
        "CTID_NEXT": "wait",
    }
    assert asterisk.said[-2:] == ['SET VARIABLE "TIMEOUT(absolute)" "0"', 'SET VARIABLE "CTID_NEXT" "wait"']
    arrived, *rest = centre.reports
    assert arrived == CallArrived(LEG, "+33142278186", "", "500", "main")
    assert [type(report) for report in rest] == [IvrStepped, QueueAsked, IvrStepped, IvrLeft]
    assert house.script.outcomes == [steps.Played(), steps.Admitted(ENTERED)]
    assert left(centre) == IvrLeft(LEG, "wait", "main", "only")


async def test_a_caller_whom_another_queue_takes_has_their_place_there(house: House, centre: Centre) -> None:
    centre.queue = QueueName("sales")
    asterisk = await finish(await house.call(QUEUE, steps.Leave("wait")))
    assert asterisk.set()["CTID_QUEUE"] == "sales"


async def test_a_flow_that_was_asked_for_comes_before_that_of_the_number(house: House) -> None:
    await finish(await house.call(steps.Leave("hangup"), head=HEAD[:-1] + b"agi_arg_2: night\n\n"))
    assert house.asked == ("500", "night")


async def test_every_prompt_renews_the_watchdog_and_the_language_is_set_once(house: House) -> None:
    asterisk = await finish(await house.call(MENU, steps.Leave("hangup")))
    assert asterisk.said[1:8] == [
        'SET VARIABLE "CHANNEL(language)" "zh"',
        'SET VARIABLE "TIMEOUT(absolute)" "65"',
        'STREAM FILE "ctid/main-menu" "0123456789*#"',
        'SET VARIABLE "TIMEOUT(absolute)" "65"',
        'STREAM FILE "ctid/main-menu-more" "0123456789*#"',
        'SET VARIABLE "TIMEOUT(absolute)" "12"',
        'WAIT FOR DIGIT "4000"',
    ]
    assert house.script.outcomes == [steps.NoKeys()]


@pytest.mark.parametrize(
    ("keys", "outcome", "commands"),
    [
        ("1  ", steps.Keys("1"), 2),  # the first key cuts both prompts short, then one pause
        ("123", steps.Keys("123"), 3),
        ("12#", steps.Keys("12"), 3),
        ("  5 ", steps.Keys("5"), 4),  # after the prompts, then one pause
        ("#", steps.NoKeys(), 1),
    ],
)
async def test_keys_are_collected_one_by_one(
    house: House, keys: str, outcome: steps.Outcome, commands: int
) -> None:
    asterisk = await finish(await house.call(MENU, steps.Leave("hangup"), keys=keys))
    assert house.script.outcomes == [outcome]
    assert len(asterisk.heard()) == commands


async def test_a_play_cannot_be_cut_short(house: House) -> None:
    asterisk = await finish(await house.call(GREET, steps.Leave("hangup"), keys="1"))
    assert asterisk.heard() == ['STREAM FILE "ctid/welcome" ""']


async def test_a_caller_who_is_turned_away_gets_no_place(house: House, centre: Centre) -> None:
    centre.admits = False
    asterisk = await finish(await house.call(QUEUE, steps.Leave("closed")))
    assert house.script.outcomes == [steps.Turned(Reason("queue_closed"))]
    assert "CTID_QUEUE" not in asterisk.set()
    assert left(centre).verb == "closed"


async def test_who_waited_while_we_were_away_is_reported_with_the_time_they_came(
    house: House, centre: Centre
) -> None:
    head = HEAD.removesuffix(b"\n") + b"agi_arg_1: 1772442000\n\n"
    await finish(await house.call(QUEUE, steps.Leave("wait"), head=head))
    assert [report.since for report in centre.reports if isinstance(report, QueueAsked)] == [
        datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    ]


async def test_a_missing_recording_is_logged_and_passed_over(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    asterisk = await house.call(GREET, steps.Leave("hangup"))
    asterisk.answers = {'STREAM FILE "ctid/welcome" ""': "200 result=-1 endpos=0"}
    await finish(asterisk)
    assert house.script.outcomes == [steps.Played()]
    assert "the sound ctid/welcome could not be played" in caplog.text


async def test_a_caller_who_hangs_up_in_a_recording_is_no_fault_of_the_recording(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    asterisk = await house.call(GREET, steps.Leave("hangup"))
    asterisk.answers = {'STREAM FILE "ctid/welcome" ""': "200 result=-1 endpos=4800"}
    await finish(asterisk)
    assert "could not be played" not in caplog.text


async def test_a_number_that_no_flow_answers_is_told_that_we_are_closed(house: House, centre: Centre) -> None:
    house.number = "501"
    asterisk = await finish(await house.call())
    assert asterisk.set()["CTID_NEXT"] == "closed"
    assert centre.reports == [CallArrived(LEG, "+33142278186", "", "500", ""), IvrLeft(LEG, "closed")]


async def test_a_hangup_in_a_prompt_closes_the_socket_at_once_and_leaves_without_a_verb(
    house: House, centre: Centre
) -> None:
    asterisk = await house.call(GREET)
    asterisk.answers = {'STREAM FILE "ctid/welcome" ""': "HANGUP"}
    await finish(asterisk)
    assert asterisk.said[-1].startswith("STREAM")
    assert left(centre) == IvrLeft(LEG, "", "main", "only")


async def test_a_hangup_while_the_queue_is_asked_closes_the_socket_at_once(
    house: House, centre: Centre, until: Callable[..., Any]
) -> None:
    centre.admits = None
    asterisk = await house.call(QUEUE)
    talk = asyncio.create_task(finish(asterisk))
    await until(lambda: any(isinstance(report, QueueAsked) for report in centre.reports))
    asterisk.writer.write(b"HANGUP\n")
    await talk
    assert left(centre).verb == ""
    assert centre.asks._waiting == {}


async def test_a_caller_whose_connection_breaks_leaves_without_a_verb(
    house: House, centre: Centre, until: Callable[..., Any]
) -> None:
    asterisk = await house.call(GREET)
    await asterisk.reader.readline()
    asterisk.writer.transport.abort()
    await until(lambda: centre.reports and isinstance(centre.reports[-1], IvrLeft))
    assert left(centre).verb == ""


@pytest.mark.parametrize("reply", ["510 Invalid or unknown command", "what?", "511 dead channel"])
async def test_a_reply_that_is_no_success_ends_the_session_without_a_verb(
    house: House, centre: Centre, reply: str
) -> None:
    asterisk = await house.call(GREET)
    asterisk.answers = {'STREAM FILE "ctid/welcome" ""': reply}
    await finish(asterisk)
    assert "CTID_NEXT" not in asterisk.set()
    assert left(centre).verb == ""


async def test_a_flow_that_breaks_sets_no_verb_and_is_logged(
    house: House, centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    asterisk = await finish(await house.call(GREET))
    assert "CTID_NEXT" not in asterisk.set()
    assert "the flow is broken" in caplog.text
    assert left(centre).verb == ""


async def test_a_centre_that_does_not_answer_leaves_the_caller_to_the_dialplan(
    house: House, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ivr_session, "DEADLINE", 0.05)
    centre.admits = None
    asterisk = await finish(await house.call(QUEUE))
    assert "CTID_NEXT" not in asterisk.set()


async def test_a_command_without_reply_ends_at_its_deadline(
    house: House, centre: Centre, until: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agi_protocol.AgiProtocol.command, "__kwdefaults__", {"deadline": 0.05})
    asterisk = await house.call(GREET)
    async with asyncio.timeout(2):
        assert await asterisk.reader.read() == b'GET VARIABLE "CTID_DNIS"\n'
    asterisk.writer.close()
    await until(lambda: centre.reports and isinstance(centre.reports[-1], IvrLeft))


async def test_a_peer_that_is_not_allowed_is_not_answered(
    house: House, centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    house.server.address = AgiAddress("127.0.0.1", 0, (ip_network("192.0.2.0/24"),))
    asterisk = await house.call(GREET)
    assert await finish_quietly(asterisk) == []
    assert centre.reports == []
    assert "127.0.0.1 is not allowed" in caplog.text


async def test_a_peer_that_sends_no_header_is_dropped(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    protocol = agi_protocol.AgiProtocol((), house._converse, head_deadline=0.01)
    await asyncio.sleep(0.03)
    assert protocol.hung_up.done()
    assert "nothing heard in time (header)" in caplog.text


async def test_closing_the_server_ends_its_sessions(house: House, centre: Centre) -> None:
    centre.admits = None
    asterisk = await house.call(QUEUE)
    talk = asyncio.create_task(finish(asterisk))
    await asyncio.sleep(0.05)
    await house.server.close()
    await talk
    assert left(centre).verb == ""


async def finish_quietly(asterisk: Asterisk) -> list[str]:
    try:
        return (await finish(asterisk)).said
    except ConnectionError:
        return asterisk.said
