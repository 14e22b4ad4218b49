"""The hall of the load: an Asterisk where 4001 leads through ctid and 4002 through Asterisk's own Queue().

Both do the same: a menu, a key, the line, an agent, goodbye. The agents' phones are the same too: one SIPp
that answers for all of them, at addresses that are written down. Callers are one SIPp as well; they speak
all the time, so that sound is relayed both ways.
"""

import json
import os
import re
import shutil
import signal
import time
from dataclasses import replace
from pathlib import Path

from ruamel.yaml import YAML

from ctid.config.sections import SiteFiles
from ctid.lab.house import PROJECT, House
from ctid.lab.parties import TRUNK_IP
from ctid.lab.plan import Sources
from ctid.lab.sipp import SCENARIOS, Outside, SipMessage, Sipp, read_messages
from ctid.lab.speech import speech
from ctid.lab.steps import press, write_steps
from ctid.lab.stories import CallerStory, PhoneStory, tell_caller, tell_phone
from ctid.lab.switch import Switch
from ctid.lab.templates import render
from ctid.lab.tree import Toolbox, cache_directory
from ctid.lab.voice import SILENCE, Voice
from ctid.model.languages import Language
from ctid.prompts.render import render_prompts
from ctid.runtime.sources import read_sources

OURS, NATIVE = "4001", "4002"
PHONES_IP = "127.0.0.3"
RING = 0.2  # seconds
UNLIMITED = ("-max_log_size", "2000000000")
FLOW = {
    "version": 1,
    "flow": "main",
    "languages": ["en"],
    "defaults": {"on_max_failures": "line"},
    "start": "menu",
    "nodes": {
        "menu": {"menu": {"prompt": "main-menu", "1": {"goto": "line"}}},
        "line": {"queue": {"name": "support", "on_refused": "out"}},
        "out": {"hangup": {}},
    },
}
DIALPLAN = """\
; The same with what Asterisk has.
[ctid-in](+)
exten => 4002,1,Answer()
 same => n,Set(CHANNEL(language)=en)
 same => n,Read(KEY,ctid/main-menu,1,,2,5)
 same => n,Queue(bench,c,,,600)              ; c: on in the dialplan when the agent leaves
 same => n,Playback(ctid/goodbye)
 same => n,Hangup(16)
"""
QUEUE = """
[bench]
strategy = leastrecent
timeout = 15
retry = 1
wrapuptime = 0
ringinuse = no
announce-frequency = 0
"""
_DIALLED = re.compile(r"sips?:([^@;>]+)@")


def lay_site(folder: Path, agents: list[str], port: int) -> Path:
    """Write the hall's configuration below `folder`, made of the project's own, and return it."""
    site = folder / "site"
    for name in ("ivr", "config", "dialplan"):
        shutil.copytree(PROJECT / name, site / name)
    centre = YAML(typ="safe").load((PROJECT / "config/centre.yaml").read_text("utf-8"))
    centre["agents"] = [
        {
            "id": id,
            "name": f"Agent {id}",
            "phone": id,
            "language": "en",
            "skills": {"support": 3, "billing": 3},
        }
        for id in agents
    ]
    for queue in centre["queues"].values():
        queue.update(ring="15s", wrap_up="1ms")
    centre["numbers"] = {OURS: "main"}
    (site / "config/centre.yaml").write_text(json.dumps(centre), "utf-8")
    (site / "ivr/main.yaml").write_text(json.dumps(FLOW), "utf-8")
    (site / "dialplan/90-bench.conf").write_text(DIALPLAN)
    asterisk = site / "config/asterisk"
    members = "".join(f"member => PJSIP/{id}\n" for id in agents)
    queues = asterisk / "queues.conf"
    queues.write_text(queues.read_text("utf-8") + QUEUE + members, "utf-8")
    part, aor = asterisk / "parts/phone.conf", "[{{phone}}](phone-aor)\n"
    contact = f"contact = sip:{{{{phone}}}}@{PHONES_IP}:{port}\nqualify_frequency = 0\n"
    part.write_text(part.read_text("utf-8").replace(aor, aor + contact), "utf-8")
    return site


class Hall(House):
    """A house with so many agents, whose phones ring shortly and talk for `talk` seconds."""

    def __init__(self, tools: Toolbox, folder: Path, *, agents: int, talk: float) -> None:
        (folder / "parties").mkdir()
        outside = Outside(tools, "", folder / "parties")
        self.agents = [str(1001 + n) for n in range(agents)]
        phones = Sipp(outside, PHONES_IP, "phones")
        files = lay_site(folder, self.agents, phones.port)
        sources = read_sources(
            SiteFiles(centre=files / "config/centre.yaml", flows=files / "ivr", prompts=files / "ivr/prompts")
        )
        prompts = render_prompts(tools, sources.texts, cache_directory() / "prompts")
        super().__init__(tools, folder, sources.site, prompts=prompts, files=files)
        ours = Sources(templates=files / "config/asterisk", dialplan=files / "dialplan", prompts=prompts)
        self.switch = Switch(tools, replace(self.switch.plan, sources=ours), folder / "asterisk")
        phones._outside = self.outside
        self.phones = Phones(phones, talk)
        self.voice = Voice(speech=speech(tools, cache_directory() / "prompts")[Language.EN])
        self.parts = folder / "parts.json"

    @property
    def program(self) -> tuple[str, ...]:
        """The daemon with a witness in it."""
        return (str(PROJECT / "bench/load_daemon.py"),)

    def environment(self, **changes: str) -> dict[str, str]:
        """Return the daemon's environment, and where the witness writes."""
        return {**super().environment(**changes), "LOAD_PARTS": str(self.parts)}

    def parts_since(self) -> dict[str, float]:
        """Return the seconds of processor time of each of the daemon's parts since the last time."""
        self.parts.unlink(missing_ok=True)
        os.kill(self.daemon, signal.SIGUSR1)
        for _ in range(500):
            time.sleep(0.01)
            if self.parts.exists() and (text := self.parts.read_text()).endswith("}"):
                return dict(json.loads(text))
        raise RuntimeError("the witness does not answer")

    @property
    def daemon(self) -> int:
        """The daemon's process id."""
        assert self._daemon is not None
        return self._daemon.pid


def by_call(sipp: Sipp) -> dict[str, list[SipMessage]]:
    """Sort what SIPp wrote by call."""
    calls: dict[str, list[SipMessage]] = {}
    log = sipp.folder / "messages.log"
    for message in read_messages(log.read_bytes()) if log.exists() else ():
        calls.setdefault(message.call_id, []).append(message)
    return calls


class Phones:
    """All agents' phones: ring, talk, hang up, and echo what they hear."""

    def __init__(self, sipp: Sipp, talk: float) -> None:
        self._sipp, self._talk = sipp, talk

    async def start(self) -> None:
        """Take calls."""
        text = render((SCENARIOS / "phone.xml").read_text("utf-8"), SILENCE.in_scenario(), "phone.xml")
        catch = '<ereg regexp=".*" search_in="hdr" header="From:" assign_to="caller"/>'
        also = catch + '<ereg regexp="[^;]*" search_in="hdr" header="To:" assign_to="me"/>'
        text = text.replace(catch, also).replace("<sip:[user]@[local_ip]:[local_port]>", "[$me]")
        scenario = self._sipp.folder / "phone.xml"
        scenario.write_text(render(text, Voice().in_scenario(), "phone.xml"), "utf-8")
        keys = ["-key", "ring_ms", str(round(RING * 1000)), "-key", "talk_ms", str(round(self._talk * 1000))]
        await self._sipp.start(scenario, *keys, "-rtp_echo", *UNLIMITED)

    def stories(self) -> list[PhoneStory]:
        """Tell every call."""
        told = []
        for messages in by_call(self._sipp).values():
            if found := _DIALLED.search(messages[0].start):
                told += tell_phone(messages, found[1])
        return told

    async def stop(self) -> None:
        """Hang up."""
        await self._sipp.stop()


class Callers:
    """Keeps so many callers on the line to a number: each presses a key, speaks, stays until it is ended."""

    def __init__(self, hall: Hall, dnis: str, at_once: int) -> None:
        self._sipp = Sipp(hall.outside, TRUNK_IP, f"callers-{dnis}")
        self._voice, self._dnis, self._at_once = hall.voice, dnis, at_once

    async def start(self) -> None:
        """Dial."""
        steps = write_steps((press("1", after=1.5),), tones=False)
        values = {"steps": steps, **self._voice.in_scenario()}
        text = render((SCENARIOS / "caller.xml").read_text("utf-8"), values, "caller.xml")
        scenario = self._sipp.folder / "caller.xml"
        scenario.write_text(text, "utf-8")
        shown = ["-key", "ani", "+12025550101", "-key", "ani_name", ""]
        await self._sipp.start(
            scenario, "-s", self._dnis, *shown, "-users", str(self._at_once), "-r", "5", *UNLIMITED
        )

    def stories(self) -> list[CallerStory]:
        """Tell every call."""
        told = (tell_caller(messages, self._dnis) for messages in by_call(self._sipp).values())
        return [story for story in told if story is not None]

    def place_no_more(self) -> None:
        """Replace nobody."""
        self._sipp.place_no_more()

    async def stop(self) -> None:
        """Hang up."""
        await self._sipp.stop()
