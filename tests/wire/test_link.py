"""The port against a scripted manager: what it reports, and in which order."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from ctid.asterisk.agi_server import AgiAddress
from ctid.asterisk.ami_connection import Pace
from ctid.asterisk.port import AsteriskPort
from ctid.model.effects import ClearLeg, RingAgent
from ctid.model.ids import AgentId, LegId, OfferId, QueueName
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.model.reasons import Reason
from ctid.model.reports import LegAnswered, LegCleared, LegFailed, Report, SwitchLost, SwitchSeen

LOCAL = (ip_network("127.0.0.0/8"),)
CALLER = (
    "Channel: PJSIP/trunk-00000007\r\nChannelState: 6\r\nUniqueid: 1763781000.12\r\nCallerIDNum: 500\r\n"
    "Seconds: 6\r\nVariable: CTID_CALL=1763781000.12\r\nVariable: CTID_NEXT=wait\r\n"
)
RING = RingAgent(
    LegId("sw1:off_1"),
    OfferId("off_1"),
    AgentId("anna"),
    "phone-1",
    LegId("sw1:1763781000.12"),
    timedelta(seconds=15),
    QueueName("support"),
    Language.EN,
    "",
)
UP = ("Event: Newstate", "Channel: PJSIP/x-1", "Uniqueid: 2.2", "ChannelState: 6")


@dataclass
class Desk:
    """A running port and what it reported."""

    port: AsteriskPort = field(init=False)
    turned_ago: timedelta = timedelta()
    reports: list[Report] = field(default_factory=list)

    def kinds(self) -> list[type]:
        return [type(report) for report in self.reports]

    def look(self) -> None:
        self.port._link._due.set()


@dataclass(frozen=True)
class Word:
    word: str

    def get_secret_value(self) -> str:
        return self.word


@dataclass(frozen=True)
class SwitchAt:
    ami_port: int
    node: str = "sw1"
    host: str = "127.0.0.1"
    events_user: str = "events"
    events_secret: Word = Word("right")
    actions_user: str = "actions"
    actions_secret: Word = Word("right")
    cel_file: Path | None = None
    control: tuple[str, ...] = ()


def make_port(ami_port: int, agi_port: int, pace: Pace, desk: Desk) -> AsteriskPort:
    return AsteriskPort(
        SwitchAt(ami_port),
        AgiAddress("127.0.0.1", agi_port, LOCAL),
        report=desk.reports.append,
        session_for=lambda dnis, name: None,
        clock=lambda: datetime.now(UTC),
        chance=random.Random(7),
        beaten_at=lambda: datetime.now(UTC) - desk.turned_ago,
        pace=pace,
    )


@pytest.fixture
async def desk(manager: Any, fast: Pace, until: Any) -> AsyncIterator[Desk]:
    manager.channels = [CALLER]
    desk = Desk()
    desk.port = port = make_port(manager.port, 0, fast, desk)
    task = asyncio.create_task(port.run())
    await until(lambda: desk.reports)
    yield desk
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_a_whole_look_is_the_first_report(desk: Desk) -> None:
    [seen] = desk.reports
    assert isinstance(seen, SwitchSeen)
    [leg] = seen.legs
    assert (leg.leg, leg.caller, leg.verb) == (LegId("sw1:1763781000.12"), True, "wait")
    assert desk.port.status()["connected"] is True


async def test_what_is_heard_during_a_look_is_told_after_it(desk: Desk, manager: Any, until: Any) -> None:
    desk.reports.clear()
    manager.before_answer = lambda action: manager.event(*UP) if action == "CoreStatus" else None
    desk.look()
    await until(lambda: len(desk.reports) == 2)
    assert desk.kinds() == [SwitchSeen, LegAnswered]


async def test_a_lost_switch_is_told_once_and_looked_at_again(desk: Desk, manager: Any, until: Any) -> None:
    manager.started = "04:00:00"
    manager.drop()
    await until(lambda: desk.kinds().count(SwitchSeen) == 2)
    assert desk.kinds() == [SwitchSeen, SwitchLost, SwitchSeen]
    assert isinstance(desk.reports[-1], SwitchSeen)
    assert desk.reports[-1].restarted
    assert desk.port.status()["losses"] == 1


async def test_what_is_heard_before_the_look_that_follows_a_loss_is_told_after_it(
    desk: Desk, manager: Any, until: Any
) -> None:
    desk.reports.clear()
    manager.silent.add("actions")
    manager.drop()
    await until(lambda: desk.kinds() == [SwitchLost] and manager.heard)
    manager.event(*UP)
    await asyncio.sleep(0.05)
    manager.silent.clear()
    await until(lambda: LegAnswered in desk.kinds())
    assert desk.kinds()[:3] == [SwitchLost, SwitchSeen, LegAnswered]


async def test_a_look_that_is_refused_is_no_loss(desk: Desk, manager: Any, until: Any) -> None:
    manager.refused.add("Status")
    desk.look()
    await until(lambda: len(manager.actions("Status")) == 2)
    manager.event(*UP)
    await until(lambda: desk.kinds() == [SwitchSeen, LegAnswered])


async def test_channels_that_events_told_wrong_are_counted(desk: Desk, manager: Any, until: Any) -> None:
    manager.channels = []
    desk.look()
    await until(lambda: desk.kinds().count(SwitchSeen) == 2)
    assert desk.port.status()["differences"] == 1


async def test_an_agent_is_rung_toward_the_callers_channel_by_name(
    desk: Desk, manager: Any, until: Any
) -> None:
    desk.port.perform(RING)
    await until(lambda: manager.actions("Originate"))
    assert manager.actions("Originate")[0]["ChannelId"] == "off_1"
    assert len(desk.reports) == 1


async def test_ringing_for_a_caller_who_is_gone_fails_at_once(desk: Desk, manager: Any, until: Any) -> None:
    manager.event("Event: Hangup", "Uniqueid: 1763781000.12", "ChannelState: 6", "Cause: 16")
    await until(lambda: LegCleared in desk.kinds())
    desk.port.perform(RING)
    await until(lambda: desk.reports[-1] == LegFailed(RING.leg, Reason("caller_left")))
    assert manager.actions("Originate") == []


async def test_ringing_that_asterisk_refuses_fails(desk: Desk, manager: Any, until: Any) -> None:
    manager.refused.add("Originate")
    desk.port.perform(RING)
    await until(lambda: desk.reports[-1] == LegFailed(RING.leg, Reason("failed")))


async def test_ringing_while_the_switch_is_away_says_so(desk: Desk, manager: Any, until: Any) -> None:
    manager.refused.add("Login")
    manager.drop()
    await until(lambda: SwitchLost in desk.kinds())
    desk.port.perform(RING)
    await until(lambda: desk.reports[-1] == LegFailed(RING.leg, Reason("switch_lost")))
    await until(lambda: "login refused" in str(desk.port.status()["last_error"]))
    trouble = desk.port.trouble()
    assert trouble is not None
    assert trouble.code == "R402"


async def test_a_leg_is_cleared_by_its_uniqueid(desk: Desk, manager: Any, until: Any) -> None:
    manager.refused.add("Hangup")
    desk.port.perform(ClearLeg(LegId("sw1:off_1"), Reason("caller_left")))
    await until(lambda: manager.actions("Hangup"))
    assert manager.actions("Hangup")[0]["Channel"] == "off_1"


async def test_asterisk_is_told_that_ctid_lives_only_while_its_loop_turns(
    desk: Desk, manager: Any, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ctid.asterisk.port.ALIVE_EVERY", 0.02)
    await until(lambda: manager.actions("Setvar"), 4.0)
    desk.turned_ago = timedelta(seconds=6)
    await asyncio.sleep(0.05)
    manager.received.clear()
    await asyncio.sleep(0.1)
    assert manager.actions("Setvar") == []


async def test_an_agi_address_that_is_taken_is_a_mistake_a_person_can_mend(
    desk: Desk, manager: Any, fast: Pace
) -> None:
    second = make_port(manager.port, desk.port.agi_port, fast, desk)
    with pytest.raises(Mistaken, match="R401"):
        await second.run()
