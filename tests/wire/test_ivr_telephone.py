"""What a flow does on the line, and what it asks outside: command by command, failure by failure."""

import asyncio
from datetime import date, timedelta

import pytest

from ctid.asterisk.agi_protocol import HungUp
from ctid.asterisk.ivr_outside import ask_while_waiting
from ctid.asterisk.ivr_telephone import Telephone
from ctid.ivr import steps
from ctid.ivr.steps import (
    Answered,
    Call,
    Dialled,
    Failed,
    Form,
    NothingRecorded,
    Prompt,
    Recorded,
    Request,
    Said,
)
from ctid.model.languages import Language
from ctid.model.reasons import Reason

EN = Language.EN
SECOND = timedelta(seconds=1)


class Line:
    """An `AgiCall` that answers by a table; a recording takes as long as `records` says."""

    header = {"agi_uniqueid": "1763781000.12", "agi_channel": "PJSIP/trunk-1"}

    def __init__(self, keys="", records=0.0, **variables):
        self.said, self.keys, self.records = [], iter(keys), records
        self.variables = variables

    async def set(self, name, value):
        self.said.append(f"{name}={value}")

    async def get(self, name):
        return self.variables.get(name, "")

    async def evaluate(self, expression):
        return {"${ASTSPOOLDIR}": "/spool"}[expression]

    async def watch(self, seconds):
        self.said.append(f"watch {seconds:g}")

    async def speak(self, sound, *, keys):
        self.said.append(f"speak {sound} {'any key' if keys else 'to its end'}")
        return next(self.keys, "").strip() if keys else ""

    async def listen(self, seconds):
        self.said.append(f"listen {seconds:g}")
        return next(self.keys, "").strip()

    async def execute(self, application, arguments, seconds):
        self.said.append(f"{application}({arguments})")
        await asyncio.sleep(self.records)


async def spoken(text, language):
    return f"/said/{text}" if text == "Demo" else ""


def ask(*keys, **given):
    return steps.Ask(tuple(Prompt(key, EN) for key in keys), SECOND, SECOND, 1, "", True, False, "", **given)


async def test_a_key_that_cuts_a_greeting_short_is_the_first_of_the_menu_that_follows():
    line = Line(keys="2")
    telephone = Telephone(line, spoken)
    await telephone.play(steps.Play((Prompt("hello", EN), Prompt("birthday", EN)), barge_in=True))
    assert await telephone.take_keys(ask("menu")) == steps.Keys("2")
    assert [word for word in line.said if "speak" in word] == ["speak ctid/hello any key"]
    assert await telephone.take_keys(ask("menu")) == steps.NoKeys()  # and of that one only


async def test_a_value_is_said_word_by_word():
    line = Line()
    day = Said(Form.DATE, date(2026, 12, 1), EN)
    await Telephone(line, spoken).play(
        steps.Play((Prompt("due", EN), day, Said(Form.RECORDING, "call-1", EN)))
    )
    words = [word.split()[1] for word in line.said if "speak" in word]
    assert words[0] == "ctid/due" and len(words) > 4
    assert words[-1] == "/spool/ctid-recorded/call-1"


async def test_a_name_is_spoken_where_there_is_a_voice():
    line, name = Line(), Said(Form.TEXT, "Demo", EN)
    await Telephone(line, spoken).play(steps.Play((name, Said(Form.TEXT, "Other", EN), Prompt("hello", EN))))
    heard = [word for word in line.said if "speak" in word]
    assert heard == ["speak /said/Demo to its end", "speak ctid/hello to its end"]


async def test_a_name_is_made_while_the_sound_before_it_plays():
    begun = asyncio.Event()

    async def slowly(text, language):
        begun.set()
        return f"/said/{text}"

    class Playing(Line):
        async def speak(self, sound, *, keys):
            await asyncio.wait_for(begun.wait(), 1)
            return await super().speak(sound, keys=keys)

    line = Playing()
    await Telephone(line, slowly).play(steps.Play((Prompt("hello", EN), Said(Form.TEXT, "Demo", EN))))
    assert [word.split()[1] for word in line.said if "speak" in word] == ["ctid/hello", "/said/Demo"]


async def test_a_value_that_cannot_be_said_in_its_form_is_passed_over(caplog):
    line = Line()
    await Telephone(line, spoken).play(steps.Play((Said(Form.TIME, "a quarter past", EN),)))
    assert not [word for word in line.said if "speak" in word]
    assert "cannot be said as time" in caplog.text


async def test_a_recording_is_beeped_for_and_named_after_the_call():
    line = Line(records=0.9, RECORD_STATUS="DTMF")
    step = steps.Record((Prompt("speak", EN),), 20 * SECOND, 3 * SECOND, "#")
    taken = await Telephone(line, spoken).record(step)
    assert isinstance(taken, Recorded) and taken.name == "1763781000.12-1"
    assert line.said[-2:] == ["watch 25", "Record(/spool/ctid-recorded/1763781000.12-1.wav,3,20,)"]


@pytest.mark.parametrize(("status", "lasts"), [("DTMF", 0.1), ("SILENCE", 1.2)])
async def test_a_recording_of_nothing_but_silence_is_none(status, lasts):
    step = steps.Record((), 20 * SECOND, SECOND, "")
    assert (
        await Telephone(Line(records=lasts, RECORD_STATUS=status), spoken).record(step) == NothingRecorded()
    )


@pytest.mark.parametrize(
    ("status", "result"),
    [
        ("ANSWER", Call.ANSWERED),
        ("BUSY", Call.BUSY),
        ("NOANSWER", Call.NO_ANSWER),
        ("CONGESTION", Call.FAILED),
        ("", Call.FAILED),
    ],
)
async def test_a_number_is_called_without_a_watchdog_and_its_result_told(status, result):
    line = Line(DIALSTATUS=status)
    assert await Telephone(line, spoken).dial("+12025550123", "+12025550199", 20 * SECOND) == Dialled(result)
    assert line.said == [
        "watch 0",
        "CALLERID(num)=+12025550199",
        "Dial(PJSIP/+12025550123@trunk,20,gm)",
        "watch 5",
    ]


# --- asking outside ---------------------------------------------------------------------------------
def request(timeout=SECOND, wait=()):
    return Request(steps.Source.ACTION, "orders.state", {}, ("Found",), timeout, wait)


async def never():
    await asyncio.Event().wait()


class Waiting:
    """A caller who waits; `soothed` is set when they heard that they do."""

    def __init__(self):
        self.hung_up = asyncio.get_running_loop().create_future()
        self.soothed = asyncio.Event()

    async def soothe(self):
        self.soothed.set()

    async def ask(self, asked, asking):
        return await ask_while_waiting(asked, asking, self.hung_up, self.soothe)


async def test_who_waits_for_more_than_a_second_hears_that_they_are_not_forgotten():
    caller, prompt = Waiting(), (Prompt("one-moment", EN),)

    async def slow():
        await caller.soothed.wait()
        return Answered("Found")

    assert await caller.ask(request(5 * SECOND, prompt), slow()) == Answered("Found")


async def test_an_answer_that_is_there_at_once_is_not_waited_for():
    async def quick():
        return Answered("Found")

    caller = Waiting()
    assert await caller.ask(request(wait=(Prompt("one-moment", EN),)), quick()) == Answered("Found")
    assert not caller.soothed.is_set()


async def test_whoever_does_not_answer_in_time_is_given_up():
    answer = await Waiting().ask(request(timedelta(milliseconds=50)), never())
    assert answer == Failed(Reason("no_answer_in_time", {"asked": "orders.state"}))


async def test_whoever_breaks_is_a_failure_without_their_words():
    async def broken():
        raise RuntimeError("the pin 4711 is wrong")

    answer = await Waiting().ask(request(), broken())
    assert answer.reason.facts == {"asked": "orders.state", "error": "RuntimeError"}


async def test_a_caller_who_hangs_up_is_asked_about_no_longer():
    caller, given_up = Waiting(), asyncio.Event()

    async def patient():
        try:
            await never()
        finally:
            given_up.set()

    asyncio.get_running_loop().call_soon(
        asyncio.get_running_loop().call_soon, caller.hung_up.set_result, None
    )
    with pytest.raises(HungUp):
        await caller.ask(request(60 * SECOND), patient())
    async with asyncio.timeout(1):
        await given_up.wait()
