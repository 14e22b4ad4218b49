"""Ports that nobody holds now. Another program may still take one before it is bound: a start then fails."""

import random
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice

from ctid.lab.trouble import trouble

LOOPBACK = "127.0.0.1"
_OURS = range(10_000, 32_000)  # below Linux's own choice for outgoing traffic (32768 and up)
_RTP_COUNT = 400  # two ports a leg: two hundred legs
_RTP_BLOCKS = _OURS[::_RTP_COUNT]


@dataclass(frozen=True, slots=True)
class Ports:
    """A switch's ports on the loopback address; SIP and RTP are UDP, the others TCP."""

    sip: int
    ami: int
    http: int
    rtp_first: int
    rtp_last: int


def free_ports() -> Ports:
    """Choose free ports. Raise `Mistaken` (R525) when no block for RTP is free."""
    first = _free_block()
    return Ports(
        sip=free_sip_port(),
        ami=free_port(),
        http=free_port(),
        rtp_first=first,
        rtp_last=first + _RTP_COUNT - 1,
    )


def _from_somewhere() -> Iterator[int]:
    start = random.choice(range(len(_OURS)))
    return cycle([*_OURS[start:], *_OURS[:start]])


_turn = _from_somewhere()  # far from other processes: what one has chosen, none takes before it is bound


def free_port(address: str = LOOPBACK) -> int:
    """Choose a free TCP port of `address`. Raise `Mistaken` (R525) when there is none."""
    free = next((port for port in islice(_turn, len(_OURS)) if is_free(port, address)), None)
    if free is None:
        raise trouble("R525", "tcp", count=1)
    return free


def free_sip_port(address: str = LOOPBACK) -> int:
    """Let the system choose a free UDP port of `address`."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((address, 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int, address: str = LOOPBACK) -> bool:
    """Say whether nobody listens on a TCP port of `address`; 0, which lets the system choose, always is."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
        return True


def _free_block() -> int:
    for first in random.sample(_RTP_BLOCKS, len(_RTP_BLOCKS)):
        if all(_is_free(port) for port in range(first, first + _RTP_COUNT)):
            return first
    raise trouble("R525", "rtp", count=_RTP_COUNT)


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return False
        return True
