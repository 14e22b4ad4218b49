"""Many callers and many phones from a handful of SIPp processes, each call told from SIPp's own log.

One process per *manner*, not per person: `Callers` keeps so many calls up (whoever is served is replaced at
once, SIPp's `-users`), each with a number of its own; `Phones` answers for a whole group of desk phones, told
apart by the user part of the INVITE's address. No sound is sent: what is witnessed is signalling, and two
processors have better things to do.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ctid.lab.parties import TRUNK_IP
from ctid.lab.sipp import SCENARIOS, Outside, SipMessage, Sipp, read_messages
from ctid.lab.steps import Step, write_steps
from ctid.lab.stories import CallerStory, PhoneStory, tell_caller, tell_phone
from ctid.lab.templates import render
from ctid.lab.voice import SILENCE

PHONES_IP = "127.0.0.3"
_DIALLED = re.compile(r"sips?:([^@;>]+)@")
_HEAD = re.compile(rb"-{40,} \S+\n\w+ message (?:sent|received) \[(\d+)\] ?bytes ?:\n\n")
_UNLIMITED = ("-max_log_size", "2000000000")
_NUMBERS = 60_000


class Tail:
    """SIPp's message log, read on from where it was read to, and sorted by call."""

    def __init__(self, sipp: Sipp) -> None:
        self._file = sipp.folder / "messages.log"
        self._read = 0
        self.calls: dict[str, list[SipMessage]] = {}

    def read_on(self) -> set[str]:
        """Read what is new; return the calls of which there was news."""
        if not self._file.exists():
            return set()
        with self._file.open("rb") as log:
            log.seek(self._read)
            news = log.read()
        whole = _whole(news)
        self._read += whole
        touched = set()
        for message in read_messages(news[:whole]):
            self.calls.setdefault(message.call_id, []).append(message)
            touched.add(message.call_id)
        return touched


def _whole(log: bytes) -> int:
    """Return how many bytes of the log hold whole messages."""
    end = 0
    for head in _HEAD.finditer(log):
        after = head.end() + int(head[1])
        if after > len(log):
            break
        end = after
    return end


class Callers:
    """Keeps `users` callers on the line to `dnis`; each takes the `steps`, then stays until it is ended."""

    def __init__(
        self,
        outside: Outside,
        group: int,
        dnis: str,
        users: int,
        steps: tuple[Step, ...] = (),
        *,
        name: str = "",
    ) -> None:
        self._sipp = Sipp(outside, TRUNK_IP, f"callers-{dnis}")
        self._tail = Tail(self._sipp)
        self._outside, self._group, self._dnis, self._users = outside, group, dnis, users
        self._steps, self._name = steps, name
        self._stories: dict[str, CallerStory] = {}

    async def start(self) -> None:
        """Dial."""
        values = {"steps": write_steps(self._steps, tones=False), **SILENCE.in_scenario()}
        template = (SCENARIOS / "caller.xml").read_text("utf-8")
        scenario = self._sipp.folder / "caller.xml"
        text = (
            render(template, values, str(scenario))
            .replace("[ani]", "[field0]")
            .replace("[ani_name]", self._name)
        )
        scenario.write_text(text, "utf-8")
        numbers = self._sipp.folder / "numbers.csv"
        numbers.write_text("SEQUENTIAL\n" + "".join(f"{line}\n" for line in self._numbers()), "ascii")
        await self._sipp.start(
            scenario, "-s", self._dnis, "-inf", str(numbers), "-users", str(self._users), *_UNLIMITED
        )

    def _numbers(self) -> Iterable[str]:
        """Give every caller of the whole crowd another number, one that E.164 knows."""
        first = 2_000_000 + self._group * 100_000 + len(self._stories)
        return (f"+1202{first + n}" for n in range(_NUMBERS))

    @property
    def stories(self) -> list[CallerStory]:
        """Tell every call so far."""
        for call in self._tail.read_on():
            story = tell_caller(self._tail.calls[call], self._dnis)
            if story is not None:
                self._stories[call] = story
        return list(self._stories.values())

    def place_no_more(self) -> None:
        """Replace nobody from now on."""
        self._sipp.place_no_more()

    async def stop(self) -> None:
        """Everybody hangs up."""
        await self._sipp.stop()

    def die(self) -> None:
        """All are gone without a word: the switch they talk to has died."""
        kill(self._sipp)
        _give_up(self._stories, self.stories, "fault")

    async def restart(self) -> None:
        """Others call instead of those who died."""
        self._sipp = Sipp(self._outside, TRUNK_IP, f"callers-{self._dnis}")
        self._tail = Tail(self._sipp)
        await self.start()


class Phones:
    """Desk phones of one manner: ring `ring` seconds, talk `talk` seconds (None: for ever), then hang up."""

    def __init__(
        self, outside: Outside, names: Sequence[str], *, ring: float | None, talk: float | None
    ) -> None:
        self._outside = outside
        self.names = tuple(names)
        self._ring, self._talk = ring, talk
        self._sipp = Sipp(outside, PHONES_IP, f"phones-{names[0]}")
        self._tail = Tail(self._sipp)
        self.port = self._sipp.port
        self._stories: dict[str, PhoneStory] = {}

    async def start(self) -> None:
        """Take calls."""
        scenario = self._sipp.folder / "phone.xml"
        template = (SCENARIOS / "phone.xml").read_text("utf-8")
        one = render(template, SILENCE.in_scenario(), str(scenario))
        scenario.write_text(_many_phones(one), "utf-8")
        spans = {"ring_ms": self._ring, "talk_ms": self._talk}
        keys = [
            w
            for name, s in spans.items()
            for w in ("-key", name, str(86_400_000 if s is None else round(s * 1000)))
        ]
        await self._sipp.start(scenario, *keys, *_UNLIMITED)

    async def restart(self) -> None:
        """Come back on the same address, with nothing remembered."""
        self._sipp = Sipp(self._outside, PHONES_IP, f"phones-{self.names[0]}")
        self._sipp.port = self.port
        self._tail = Tail(self._sipp)
        await self.start()

    @property
    def stories(self) -> list[PhoneStory]:
        """Tell every call to these phones so far."""
        for call in self._tail.read_on():
            messages = self._tail.calls[call]
            for story in tell_phone(messages, _dialled(messages[0])):
                self._stories[call] = story
        return list(self._stories.values())

    async def stop(self) -> None:
        """Hang up, and answer no more."""
        await self._sipp.stop()

    def die(self) -> None:
        """Be gone without a word. To the other side it is as if they had left."""
        kill(self._sipp)
        _give_up(self._stories, self.stories, "phone")


def _give_up(stories: dict[str, Any], told: Iterable[Any], by: str) -> None:
    """End every story that is open: whoever lived it is no more."""
    ended_at = datetime.now(UTC)
    for story in told:
        if story.ended_at is None:
            stories[story.call_id] = replace(story, ended_at=ended_at, ended_by=by)


def kill(sipp: Sipp) -> None:
    """Kill a SIPp of ours at once."""
    process = sipp._process
    if process is not None and process.returncode is None:
        process.kill()


def _dialled(message: SipMessage) -> str:
    found = _DIALLED.search(message.start)
    return found[1] if found else ""


def _many_phones(scenario: str) -> str:
    """Let one scenario speak for many phones: the BYE is from whoever was called."""
    catch = '<ereg regexp=".*" search_in="hdr" header="From:" assign_to="caller"/>'
    also = catch + '<ereg regexp="[^;]*" search_in="hdr" header="To:" assign_to="me"/>'
    return scenario.replace(catch, also).replace("<sip:[user]@[local_ip]:[local_port]>", "[$me]")
