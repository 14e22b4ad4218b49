"""A town of people who are called: one SIPp for all, who each do what the end of their number says.

Parties out in the world share the trunk's one address, so a test that calls many of them at once needs one
who can be all of them. `+12025550120` is somebody whose number ends in 20, and so on.
"""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from ctid.lab.parties import TRUNK_IP, Manner
from ctid.lab.sipp import Outside, Sipp
from ctid.lab.stories import PhoneStory, tell_phone

_FOR_EVER_MS = 86_400_000

_ANSWER = """\
  <send{more}>
    <![CDATA[

      SIP/2.0 {status}
      [last_Via:]
      [last_From:]
      [last_To:]{tag}
      [last_Call-ID:]
      [last_CSeq:]
      Contact: <sip:[local_ip]:[local_port]>
{body}
    ]]>
  </send>
"""
_EMPTY = "      Content-Length: 0\n"
_SOUND = """\
      Content-Type: application/sdp
      Content-Length: [len]

      v=0
      o=town 1 1 IN IP4 [media_ip]
      s=-
      c=IN IP4 [media_ip]
      t=0 0
      m=audio [{port}] RTP/AVP 0 8
      a=rtpmap:0 PCMU/8000
      a=rtpmap:8 PCMA/8000
"""
_WITHIN = """\
  <send retrans="500">
    <![CDATA[

      {method} [next_url] SIP/2.0
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      From: <sip:town@[local_ip]:[local_port]>;tag=[pid]town[call_number]
      To: [$caller]
      Call-ID: [call_id]
      CSeq: [cseq] {method}
      Max-Forwards: 70
{body}
    ]]>
  </send>
  <recv response="200"{more}/>
"""
_KEY = """\
      Content-Type: application/dtmf-relay
      Content-Length: [len]

      Signal={key}
      Duration=120
"""
_SAYS = '  <nop><action><exec rtp_stream="{file},1,0,PCMU/8000"/></action></nop>\n'
_TAG = ";tag=[pid]town[call_number]"


def _respond(status: str, more: str = "", *, tag: str = _TAG, body: str = _EMPTY) -> str:
    return _ANSWER.format(status=status, more=f" {more}" if more else "", tag=tag, body=body)


def _lives(end: str, manner: Manner, says: Path | None) -> str:
    """Write what somebody does whose number has this end, and what they say when they have answered."""
    begins = f'  <label id="is{end}"/>\n'
    sound = _SOUND.format(port="rtpstream_audio_port" if says else "media_port")
    plays = _SAYS.format(file=says) if says else ""
    if manner.refusal:
        refuses = _respond(manner.refusal, 'response_txn="invite" retrans="500"')
        early = _respond("183 Session Progress", 'response_txn="invite"', body=sound) + plays
        before = early + _until_given_up(end, manner) if says else ""
        return f'{begins}{before}{refuses}  <recv request="ACK" next="over"/>\n'
    talks = _milliseconds(manner.talk)
    return "".join(
        (
            begins,
            _respond("180 Ringing", 'response_txn="invite"'),
            _until_given_up(end, manner),
            _respond("200 OK", 'response_txn="invite" retrans="500"', body=sound),
            '  <recv request="ACK"/>\n',
            plays,
            *(_press(end, number, key) for number, key in enumerate(manner.presses)),
            f'  <recv request="BYE" timeout="{talks}" ontimeout="leave"/>\n',
            f'  <label id="left{end}"/>\n',
            _respond("200 OK", 'next="over"', tag=""),
        )
    )


def _until_given_up(end: str, manner: Manner) -> str:
    """Write that they take their time, and what they do if they are given up meanwhile."""
    rings = _milliseconds(manner.answer_after)
    return "".join(
        (
            f'  <recv request="CANCEL" timeout="{rings}" ontimeout="answer{end}" start_txn="cancel"/>\n',
            _respond("200 OK", 'response_txn="cancel"', tag=""),
            _respond("487 Request Terminated", 'response_txn="invite" retrans="500"'),
            '  <recv request="ACK" next="over"/>\n',
            f'  <label id="answer{end}"/>\n',
        )
    )


def _press(end: str, number: int, key: str) -> str:
    """Write that somebody listens for a second and presses a key, as SIP INFO: it needs no privilege."""
    then = f"presses{end}n{number}"
    listens = f'  <recv request="BYE" timeout="1000" ontimeout="{then}" next="left{end}"/>\n'
    return f'{listens}  <label id="{then}"/>\n{_within("INFO", body=_KEY.format(key=key))}'


def _within(method: str, more: str = "", *, body: str = _EMPTY) -> str:
    return _WITHIN.format(method=method, more=f" {more}" if more else "", body=body)


def _milliseconds(seconds: float | None) -> int:
    return _FOR_EVER_MS if seconds is None else round(seconds * 1000)


def write_town(people: Mapping[str, Manner], says: Mapping[str, Path]) -> str:
    """Write the scenario; whoever has another number is who comes first."""
    looks = "".join(
        f'    <ereg regexp="[0-9]*{end}@" search_in="hdr" header="To:" assign_to="n{end}"/>\n'
        for end in people
    )
    ways = "".join(f'  <nop next="is{end}" test="n{end}"/>\n' for end in people)
    lives = "".join(_lives(end, manner, says.get(end)) for end, manner in people.items())
    first = next(iter(people))
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<scenario name="town">
  <recv request="OPTIONS" optional="true" next="alive"/>
  <recv request="INVITE" start_txn="invite" rrs="true"><action>
    <ereg regexp=".*" search_in="hdr" header="From:" assign_to="caller"/>
{looks}  </action></recv>
{ways}  <nop next="is{first}"/>
{lives}  <label id="leave"/>
{_within("BYE", 'next="over"')}  <label id="alive"/>
{_respond("200 OK")}  <label id="over"/>
</scenario>
"""


class Town:
    """All of them, at the address of the trunk; `people` maps the ends of their numbers to their manners.

    Who `says` something (raw 8 kHz µ-law) says it once; all others echo what they hear. Who refuses says it
    before, in early media, for as long as their phone would ring (RFC 3960).
    """

    def __init__(
        self,
        outside: Outside,
        port: int,
        people: Mapping[str, Manner],
        says: Mapping[str, Path] | None = None,
    ) -> None:
        self._sipp = Sipp(outside, TRUNK_IP, "town")
        self._sipp.port = port
        self._people, self._says = people, says or {}

    async def __aenter__(self) -> Self:
        await self._sipp.start(self._scenario(), "-rtp_echo")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._sipp.stop()

    def _scenario(self) -> Path:
        scenario = self._sipp.folder / "town.xml"
        scenario.write_text(write_town(self._people, self._says), "utf-8")
        return scenario

    @property
    def stories(self) -> list[PhoneStory]:
        """Tell every call so far, oldest first."""
        return tell_phone(self._sipp.messages(), "trunk")
