"""What a caller does, step by step, and the same as SIPp's commands."""

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace

_KEYS = re.compile(r"[0-9*#A-D]+")
_TONE_MS = 120  # SIPp pauses as long as the tone: a key takes twice this
_TIMED = """\
  <recv request="BYE" timeout="{ms}" ontimeout="step{number}" next="gone"/>
  <label id="step{number}"/>"""
_TONES = '  <nop><action><exec play_dtmf="{keys},{tone}"/></action></nop>'
_STAY = '  <recv request="BYE" next="gone"/>'
_INFO = """  <send retrans="500">
    <![CDATA[

      INFO [next_url] SIP/2.0
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      From: "[ani_name]" <sip:[ani]@[local_ip]:[local_port]>;tag=[pid]caller[call_number]
      To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
      Call-ID: [call_id]
      CSeq: [cseq] INFO
      Max-Forwards: 70
      Content-Type: application/dtmf-relay
      Content-Length: [len]

      Signal={key}
      Duration={tone}

    ]]>
  </send>
  <recv response="200"/>"""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a caller does `after` seconds: press `keys`, hang up, or (neither) nothing."""

    after: float
    keys: str = ""
    leaves: bool = False


def press(keys: str, *, after: float = 1.0) -> Step:
    """Press `keys` (0-9 * # A-D) `after` seconds of listening."""
    if not _KEYS.fullmatch(keys):
        raise ValueError(f"no telephone keys: {keys!r}")
    return Step(after, keys)


def wait(seconds: float) -> Step:
    """Listen for `seconds`."""
    return Step(seconds)


def hang_up(*, after: float = 1.0) -> Step:
    """Hang up `after` seconds of listening."""
    return Step(after, leaves=True)


def may_play_tones() -> bool:
    """Say whether SIPp may send tones as RTP (RFC 4733): it forges packets, which takes CAP_NET_RAW."""
    try:
        socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW).close()
    except PermissionError:
        return False
    return True


def write_steps(steps: tuple[Step, ...], *, tones: bool) -> str:
    """Write what a caller does as SIPp commands; whoever has no hang-up among the steps stays to the end.

    `tones` sends keys as RFC 4733 events, otherwise as SIP INFO, which needs no privilege and which Asterisk
    takes whatever `dtmf_mode` says.
    """
    lines: list[str] = []
    playing_ms = 0
    for number, step in enumerate(steps if tones else _key_by_key(steps), start=1):
        lines.append(_TIMED.format(ms=round(step.after * 1000) + playing_ms, number=number))
        if step.leaves:
            return "\n".join(lines)
        playing_ms = 2 * _TONE_MS * len(step.keys) if tones else 0
        if tones and step.keys:
            lines.append(_TONES.format(keys=step.keys, tone=_TONE_MS))
        elif step.keys:
            lines.extend(_INFO.format(key=key, tone=_TONE_MS) for key in step.keys)
    return "\n".join([*lines, _STAY])


def _key_by_key(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Part the keys of a step as a finger does.

    A caller who sends no sound does not wake the channel: of keys sent at once, Asterisk would take up all
    but the first only after the IVR has ceased to wait for them.
    """
    for step in steps:
        yield replace(step, keys=step.keys[:1])
        for key in step.keys[1:]:
            yield Step(after=2 * _TONE_MS / 1000, keys=key)
