"""A manager connection against a scripted AMI server on loopback."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest

from ctid.asterisk.ami_connection import ActionRefused, AmiConnection, LoginRefused, Pace, UserTaken
from ctid.asterisk.ami_frames import Message, Unsendable
from ctid.asterisk.ami_protocol import Gone


class Line:
    """A running connection, and what it said of itself."""

    def __init__(self, user: Any, pace: Pace, chance: random.Random) -> None:
        self.ups = 0
        self.downs: list[str] = []
        self.heard: list[Message] = []
        wanted = {"Newstate": self.heard.append, "Broken": lambda event: 1 / 0}
        self.connection = AmiConnection(
            user, wanted, up=self._up, down=self.downs.append, chance=chance, pace=pace
        )

    def _up(self) -> None:
        self.ups += 1


@asynccontextmanager
async def running(line: Line) -> AsyncIterator[Line]:
    task = asyncio.create_task(line.connection.run())
    try:
        yield line
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def line(manager: Any, user: Any, fast: Pace, chance: random.Random, until: Any) -> AsyncIterator[Line]:
    async with running(Line(user(), fast, chance)) as running_line:
        await until(lambda: running_line.connection.connected)
        yield running_line


async def test_it_logs_in_by_challenge_and_never_sends_the_secret(line: Line, manager: Any) -> None:
    [login] = manager.actions("Login")
    assert login["AuthType"] == "MD5"
    assert "Secret" not in login
    assert line.connection.failure is None


async def test_wanted_events_arrive_in_order_and_others_do_not(line: Line, manager: Any, until: Any) -> None:
    for number in range(3):
        manager.event("Event: Newstate", f"ChannelState: {number}")
        manager.event("Event: Newexten", "Extension: s")
    await until(lambda: len(line.heard) == 3)
    assert [event["ChannelState"] for event in line.heard] == ["0", "1", "2"]


async def test_an_event_that_cannot_be_taken_does_not_break_the_line(
    line: Line, manager: Any, until: Any
) -> None:
    manager.event("Event: Broken")
    manager.event("Event: Newstate", "ChannelState: 6")
    await until(lambda: line.heard)
    assert line.connection.connected


async def test_a_list_is_answered_whole(line: Line, manager: Any) -> None:
    manager.channels = ["Uniqueid: 1.1\r\n", "Uniqueid: 1.2\r\n"]
    response, *items, end = await line.connection.act({"Action": "Status"})
    assert response["EventList"] == "start"
    assert [item["Uniqueid"] for item in items] == ["1.1", "1.2"]
    assert end["EventList"] == "Complete"


async def test_a_refused_action_says_why(line: Line, manager: Any) -> None:
    manager.refused.add("Originate")
    with pytest.raises(ActionRefused, match="Authentication failed"):
        await line.connection.act({"Action": "Originate"})


async def test_an_action_without_answer_ends_at_its_deadline(line: Line, manager: Any) -> None:
    manager.silent.add("Originate")
    with pytest.raises(TimeoutError):
        await line.connection.act({"Action": "Originate"})
    assert line.connection.connected


async def test_an_action_that_could_carry_another_is_not_sent(line: Line, manager: Any) -> None:
    with pytest.raises(Unsendable):
        await line.connection.act({"Action": "Setvar", "Value": "1\nAction: Originate"})
    assert manager.actions("Setvar") == manager.actions("Originate") == []


async def test_an_unanswered_action_is_told_of_the_loss_and_never_sent_again(
    line: Line, manager: Any, until: Any
) -> None:
    manager.silent.add("Originate")
    ringing = asyncio.create_task(line.connection.act({"Action": "Originate"}, deadline=5))
    await until(lambda: manager.actions("Originate"))
    manager.drop()
    with pytest.raises(Gone):
        await ringing
    await until(lambda: line.ups == 2)
    await line.connection.act({"Action": "Setvar"})
    assert len(manager.actions("Originate")) == 1


async def test_it_comes_back_after_a_loss_and_says_both(line: Line, manager: Any, until: Any) -> None:
    manager.drop()
    await until(lambda: line.ups == 2)
    assert len(line.downs) == 1


async def test_a_switch_that_stands_still_is_found_out_by_its_silence(
    line: Line, manager: Any, until: Any
) -> None:
    manager.silent.add("Ping")
    await until(lambda: line.downs)
    assert line.downs == ["Asterisk did not answer a ping in 0.2 s"]


@pytest.mark.parametrize("refusal", ["Authentication failed", "Login Already In Use"])
async def test_a_later_login_that_is_refused_is_told_apart_and_tried_again(
    line: Line, manager: Any, until: Any, refusal: str
) -> None:
    manager.refused, manager.refusal = {"Login"}, refusal
    manager.drop()
    await until(lambda: len(manager.actions("Login")) >= 4)
    assert isinstance(line.connection.failure, LoginRefused)
    with pytest.raises(Gone):
        await line.connection.act({"Action": "Status"})
    assert (line.ups, len(line.downs)) == (1, 1)


async def test_a_first_login_that_is_refused_is_the_end(
    manager: Any, user: Any, fast: Pace, chance: random.Random
) -> None:
    with pytest.raises(LoginRefused, match="Authentication failed"):
        await Line(user(secret="wrong"), fast, chance).connection.run()
    assert len(manager.actions("Login")) == 1


async def test_a_first_login_has_patience_with_a_user_that_is_taken(
    manager: Any, user: Any, fast: Pace, chance: random.Random, until: Any
) -> None:
    manager.refused, manager.refusal = {"Login"}, "Login Already In Use"
    async with running(Line(user(), fast, chance)) as line:
        await until(lambda: len(manager.actions("Login")) >= 2)
        manager.refused.clear()
        await until(lambda: line.ups == 1)


async def test_a_user_that_stays_taken_is_the_end(
    manager: Any, user: Any, fast: Pace, chance: random.Random
) -> None:
    manager.refused, manager.refusal = {"Login"}, "Login Already In Use"
    with pytest.raises(UserTaken):
        await Line(user(), replace(fast, patience=0.1), chance).connection.run()
    assert len(manager.actions("Login")) >= 2


async def test_a_manager_that_accepts_and_says_nothing_is_given_up(
    manager: Any, user: Any, fast: Pace, chance: random.Random, until: Any
) -> None:
    manager.silent.add("Challenge")
    async with running(Line(user(), fast, chance)) as line:
        await until(lambda: len(manager.actions("Challenge")) >= 2)
        assert isinstance(line.connection.failure, TimeoutError)


def test_waits_double_with_jitter_up_to_the_longest(chance: random.Random) -> None:
    pace = Pace()
    for failures, full in ((1, 0.5), (2, 1.0), (3, 2.0), (4, 4.0), (5, 5.0), (500, 5.0)):
        waits = [pace.wait(failures, chance) for _ in range(50)]
        assert full / 2 <= min(waits) < max(waits) <= full
