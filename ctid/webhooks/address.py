"""Where a webhook may go: the rules against server-side request forgery (OWASP SSRF), as plain values.

A URL is somebody else's text, and our daemon sits where they do not: beside a switch whose manager port
takes lines of text, and in clouds beside metadata servers that hand out keys. So a URL is looked at twice.
`read_url` refuses what is plainly wrong when it is written down. `is_public` judges the address that is
really connected to, at the instant of connecting, because a name may answer differently each time.

Python's `is_global` is not enough: on 3.11 it is true for ::127.0.0.1, 64:ff9b::127.0.0.1 (NAT64),
2002:7f00:1:: (6to4), 192.0.0.192, site-local and multicast addresses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)

from yarl import URL

from ctid.model.mistakes import Text

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LONGEST_URL = 2000
_HOST = re.compile(r"(?=.{1,253}\.?\Z)[a-z0-9_]([a-z0-9_-]{0,62}\.)*[a-z0-9_-]{0,62}[a-z0-9_]\.?|[a-z0-9]")
_NUMERIC = re.compile(r"([0-9]+|0x[0-9a-f]*)\.?", re.IGNORECASE)

_UNICAST = IPv6Network("2000::/3")
_NEVER = (
    IPv4Network("192.0.0.0/24"),  # protocols' own (RFC 6890); clouds put metadata there
    IPv4Network("168.63.129.16/32"),  # the host's agent in Azure: globally assigned, locally answered
    IPv4Network("192.88.99.0/24"),  # 6to4 relays (RFC 7526)
    IPv6Network("2001::/23"),  # protocols' own (RFC 2928), Teredo among them
    IPv6Network("2002::/16"),  # 6to4 (RFC 7526)
    IPv6Network("3fff::/20"),  # documentation (RFC 9637)
)
# Prefixes whose last 32 bits are an IPv4 address that a translator or a kernel may go to.
_WITH_IPV4_AT_THE_END = (
    IPv6Network("::/96"),  # IPv4-compatible (RFC 4291 §2.5.5.1)
    IPv6Network("::ffff:0:0/96"),  # IPv4-mapped
    IPv6Network("::ffff:0:0:0/96"),  # IPv4-translated (RFC 2765)
    IPv6Network("64:ff9b::/96"),  # NAT64 (RFC 6052)
)
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # RFC 5214: the upper half of the interface's identifier


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a site allows beyond https to public addresses on the usual ports.

    `hosts` are trusted by name: any scheme, port and address. Addresses in `networks` count as public.
    """

    http: bool = False
    ports: frozenset[int] = frozenset({443, 8443})
    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    def trusts(self, host: str) -> bool:
        """Say whether a host is trusted by its name."""
        return plain(host) in self.hosts


class Objection(Exception):
    """Raised for a URL that no webhook may go to; `words` say why in both languages."""

    def __init__(self, words: Text) -> None:
        super().__init__(words.en)
        self.words = words


def plain(host: str) -> str:
    """Return a host's name in lower case and without the dot at its end."""
    return host.lower().removesuffix(".")


def read_url(written: str, allowance: Allowance) -> URL:
    """Read a receiver's URL. Raises Objection; what passes may still lead to a forbidden address."""
    if len(written) > LONGEST_URL or not written.isprintable() or set(written) & set(" \\"):
        raise Objection(_MALFORMED)
    try:
        url = URL(written)
        host, port = url.raw_host, url.port
    except ValueError:
        raise Objection(_MALFORMED) from None
    if url.scheme not in ("http", "https") or not host:
        raise Objection(_SCHEME if host else _MALFORMED)
    if "@" in url.raw_authority or "@" in written.partition("//")[2].partition("/")[0]:
        raise Objection(_CREDENTIALS)
    if allowance.trusts(host):
        return url
    if url.scheme == "http" and not allowance.http:
        raise Objection(_SCHEME)
    if port not in allowance.ports:
        raise Objection(_PORT)
    _check_host(host, allowance)
    return url


def is_public(address: str, networks: tuple[Network, ...] = ()) -> bool:
    """Say whether a connection may go to `address`: public in itself and in all it stands for, or allowed."""
    try:
        outer = ip_address(address)
    except ValueError:
        return False
    if isinstance(outer, IPv6Address) and outer.scope_id is not None:
        return False
    inner = list(_meant(outer))
    if all(any(each in network for network in networks) for each in inner):
        return True
    return all(_is_public_itself(each) for each in inner)


def _check_host(host: str, allowance: Allowance) -> None:
    if ":" in host or _NUMERIC.fullmatch(host.removesuffix(".").rpartition(".")[2]):
        try:
            ip_address(host)
        except ValueError:  # 2130706433, 0x7f.1, 127.1, a zone …: C libraries take them for addresses
            raise Objection(_HOST_ODD) from None
        if not is_public(host, allowance.networks):
            raise Objection(_PRIVATE)
    elif not _HOST.fullmatch(host):
        raise Objection(_HOST_ODD)


def _meant(outer: Address) -> Iterator[Address]:
    """Yield the addresses that packets for `outer` may end at."""
    if isinstance(outer, IPv4Address):
        yield outer
        return
    low = int(outer) & 0xFFFF_FFFF
    if any(outer in network for network in _WITH_IPV4_AT_THE_END):
        yield IPv4Address(low)
    elif (int(outer) >> 32) & 0xFFFF_FFFF in _ISATAP:
        yield from (outer, IPv4Address(low))
    else:
        yield outer


def _is_public_itself(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return False
    never = any(address in network for network in _NEVER)
    return address.is_global and not address.is_multicast and not never


_MALFORMED = Text(
    "the URL cannot be read: write https://host/path, in at most 2000 characters without spaces",
    "URL 无法解析：请写成 https://主机/路径，不超过 2000 个字符且不含空格",
)
_SCHEME = Text(
    "the URL must begin with https:// (webhooks.allow_http or webhooks.allow_hosts lets others pass)",
    "URL 必须以 https:// 开头（可用 webhooks.allow_http 或 webhooks.allow_hosts 放行）",
)
_CREDENTIALS = Text(
    "the URL must not hold a name or a password before @: the signature is the proof of who calls",
    "URL 中不得在 @ 前包含用户名或密码：签名即身份凭证",
)
_PORT = Text(
    "the port is not allowed: use 443 or 8443, or list it in webhooks.allow_ports",
    "该端口不被允许：请使用 443 或 8443，或写入 webhooks.allow_ports",
)
_HOST_ODD = Text(
    "the host is neither a plain name nor a plain IP address",
    "主机既不是普通域名，也不是规范的 IP 地址",
)
_PRIVATE = Text(
    "the address is not public: if the receiver is on your own network, list it in webhooks.allow_networks",
    "该地址不是公网地址：若接收方位于您自己的网络，请写入 webhooks.allow_networks",
)
