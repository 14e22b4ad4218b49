"""What a caller lets be heard, as SIPp is told to do it."""

from dataclasses import dataclass
from pathlib import Path

_SPEAKS = '  <nop><action><exec rtp_stream="{file},-1,0,PCMU/8000"/></action></nop>'


@dataclass(frozen=True, slots=True)
class Voice:
    """Nothing, all that they hear (`echoes`), or `speech` over and over: a file of raw 8 kHz µ-law.

    A caller who is not silent sends keys as SIP INFO: tones would be packets of another stream among those
    of the voice, and Asterisk believes one source only.
    """

    echoes: bool = False
    speech: Path | None = None

    def in_scenario(self) -> dict[str, str]:
        """Return what the scenario says of it: SIPp streams a file from a port of its own."""
        if self.speech is None:
            return {"speaks": "", "port": "media_port"}
        return {"speaks": _SPEAKS.format(file=self.speech), "port": "rtpstream_audio_port"}

    def options(self) -> list[str]:
        """Return what SIPp's command line says of it."""
        return ["-rtp_echo"] if self.echoes else []


SILENCE = Voice()
ECHO = Voice(echoes=True)
