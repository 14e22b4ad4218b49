"""A canary: an endpoint of a phone that nobody has a reason to call, and that must never ring."""

from pathlib import Path

from ctid.lab.house import House
from ctid.lab.parties import Manner, write_manner
from ctid.lab.sipp import Sipp
from ctid.lab.stories import PhoneStory, tell_phone

CANARY_IP = "127.0.0.9"
_CORPUS = Path(__file__).parents[1] / "asterisk"
_ENDPOINT = """
[canary]
type = endpoint
transport = transport-udp
context = ctid-phones
disallow = all
allow = ulaw
aors = canary

[canary]
type = aor
contact = sip:{ip}:{port}
"""


class Canary:
    """Enter it when the switch runs: Asterisk then knows `PJSIP/…@canary`, and whoever calls it is told."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._sipp = Sipp(house.outside, CANARY_IP, "canary")

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"{CANARY_IP}:{self._sipp.port}"

    async def __aenter__(self) -> "Canary":
        scenario, keys = write_manner(self._sipp, Manner(answer_after=0.1, talk=1.0))
        options = [
            word for name, value in {"user": "canary", **keys}.items() for word in ("-key", name, value)
        ]
        await self._sipp.start(scenario, *options)
        file = self._house.switch.run / "etc/pjsip.conf"
        with file.open("a") as settings:
            settings.write(_ENDPOINT.format(ip=CANARY_IP, port=self._sipp.port))
        await self._house.switch.cli("module reload res_pjsip.so")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._sipp.stop()

    @property
    def rang(self) -> list[PhoneStory]:
        """Tell every call that came to it."""
        return tell_phone(self._sipp.messages(), "canary")


def corpus(name: str) -> list[str]:
    """Read the lines of a corpus that are no comments."""
    lines = (_CORPUS / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]
