"""An agent has one phone; to Asterisk it is up to two devices: a desk phone, and the agent's browser.

They are two endpoints because one cannot be both: what makes an endpoint fit for a browser (`webrtc=yes`:
DTLS, ICE, one port for RTP and RTCP) goes into every offer it is sent, and a desk phone refuses such an
offer (docs/adr/0101-browser-and-desk-phone.md). So `1001` is the desk phone and `1001-web` the browser, and
nobody above this folder knows that there are two: the phone is reachable while either is, and the one that
can be reached is rung, the browser first, because it is there only while somebody has it open.
"""

from collections.abc import Iterable, Mapping

BROWSER = "-web"


def browser_of(phone: str) -> str:
    """Name the endpoint that an agent's browser registers as."""
    return phone + BROWSER


def endpoint_of(device: str) -> str:
    """Return the endpoint of a device's name, "" if it is no PJSIP endpoint."""
    technology, _, endpoint = device.partition("/")
    return endpoint if technology == "PJSIP" else ""


def endpoint_of_channel(name: str) -> str:
    """Return the endpoint of a channel's name (PJSIP/1001-web-00000007), "" if it is no PJSIP channel."""
    return endpoint_of(name.rpartition("-")[0])


def phone_of_channel(channel: str) -> str:
    """Name the phone whose channel it is (`PJSIP/1001-web-0000002a`), "" if it is no PJSIP channel."""
    return phone_of(endpoint_of_channel(channel))


def to_write(phone: str, reachable: Iterable[str]) -> tuple[str, ...]:
    """Choose the endpoints to be rung while ctid is away: all that are there, else the desk phone."""
    there = frozenset(reachable)
    return tuple(name for name in (phone, browser_of(phone)) if name in there) or (phone,)


def phone_of(endpoint: str) -> str:
    """Name the agent's phone that an endpoint is a device of."""
    return endpoint.removesuffix(BROWSER)


def is_reachable(phone: str, devices: Mapping[str, bool]) -> bool | None:
    """Say whether a phone is reachable, knowing it of its devices; None if neither is known."""
    known = [devices[endpoint] for endpoint in (phone, browser_of(phone)) if endpoint in devices]
    return any(known) if known else None


def phones_of(devices: Mapping[str, bool]) -> dict[str, bool]:
    """Say of every phone whether it is reachable, knowing it of its devices."""
    phones: dict[str, bool] = {}
    for endpoint, reachable in devices.items():
        phone = phone_of(endpoint)
        phones[phone] = phones.get(phone, False) or reachable
    return phones


def to_ring(phone: str, reachable: Iterable[str]) -> str:
    """Choose the endpoint to ring: the browser if it is there, else the desk phone, there or not."""
    browser = browser_of(phone)
    return browser if browser in reachable else phone
