"""No form of URL and no answer of a name server leads a webhook to an address that is not public.

Every attempt to connect is seen: those to loopback are let through to a listener that counts, all others are
noted and refused, so that no packet leaves the machine.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_network
from itertools import cycle

import pytest
from aiohttp import ClientSession

from ctid.model.events import Published
from ctid.model.webhooks import Endpoint
from ctid.webhooks.address import Allowance, Objection, is_public, read_url
from ctid.webhooks.gate import open_gate
from ctid.webhooks.message import delivery_of
from ctid.webhooks.post import Post
from mail_world import endpoint, event

PUBLIC = "203.0.114.7"  # globally routable; no packet is sent there
NAMES = {
    "good.example.com": [PUBLIC],
    "good6.example.com": ["2600:1f00::7"],
    "127.0.0.1.nip.io": ["127.0.0.1"],
    "7f000001.nip.io": ["127.0.0.1"],
    "app-169-254-169-254.nip.io": ["169.254.169.254"],
    "localtest.me": ["127.0.0.1", "::1"],
    "metadata.google.internal": ["169.254.169.254"],
    "instance-data": ["169.254.169.254"],
    "localhost": ["127.0.0.1", "::1"],
    "sub.localhost": ["127.0.0.1"],
    "printer.local": ["192.168.1.9"],
    "mixed.example.com": [PUBLIC, "127.0.0.1"],
    "mixed6.example.com": [PUBLIC, "::ffff:127.0.0.1"],
    "nat64.example.com": ["64:ff9b::7f00:1"],
    "xn--80ak6aa92e.example.com": ["10.0.0.1"],
    "switch.example.com": ["127.0.0.1"],
    "nothing.example.com": [],
}

# Each must lead to no connection at all, whatever the port allowance says.
CORPUS = """
https://127.0.0.1/ https://127.0.0.1:443/ https://127.1/ https://127.0.1/ https://127.255.255.254/
https://2130706433/ https://0x7f000001/ https://0x7f.0x0.0x0.0x1/ https://0x7f.1/ https://017700000001/
https://0177.0.0.1/ https://0177.0.0.01/ https://127.0.0.1./ https://127.0.0.01/ https://127.0.0.1.nip.io/
https://7f000001.nip.io/ https://app-169-254-169-254.nip.io/ https://localtest.me/ https://localhost/
https://LOCALHOST/ https://localhost./ https://sub.localhost/ https://printer.local/ https://0/ https://0.0.0.0/
https://[::]/ https://[::1]/ https://[0:0:0:0:0:0:0:1]/ https://[::ffff:127.0.0.1]/ https://[::ffff:7f00:1]/
https://[0:0:0:0:0:ffff:127.0.0.1]/ https://[::127.0.0.1]/ https://[::ffff:0:127.0.0.1]/
https://[64:ff9b::127.0.0.1]/ https://[64:ff9b::a9fe:a9fe]/ https://[64:ff9b:1::7f00:1]/
https://[2002:7f00:1::]/ https://[2002:a9fe:a9fe::1]/ https://[2001:0:4136:e378:8000:63bf:80ff:fffe]/
https://[2600:1f00::5efe:127.0.0.1]/ https://[2600:1f00::200:5efe:10.0.0.1]/ https://[fe80::1]/
https://[fe80::1%25eth0]/ https://[::1%25lo]/ https://[fc00::1]/ https://[fd00:ec2::254]/ https://[fec0::1]/
https://[ff02::1]/ https://[2001:db8::1]/ https://[100::1]/ https://[3fff::1]/ https://[5f00::1]/
https://169.254.169.254/latest/meta-data/ https://169.254.170.2/ https://100.100.100.200/ https://192.0.0.192/
https://168.63.129.16/ https://metadata.google.internal/ https://instance-data/ https://10.0.0.1/
https://172.16.0.1/ https://192.168.0.1/ https://100.64.0.1/ https://198.18.0.1/ https://192.0.2.1/
https://224.0.0.1/ https://239.255.255.250/ https://240.0.0.1/ https://255.255.255.255/ https://192.88.99.1/
https://mixed.example.com/ https://mixed6.example.com/ https://nat64.example.com/ https://nothing.example.com/
https://xn--80ak6aa92e.example.com/ https://switch.example.com:5038/ https://switch.example.com:4573/
https://switch.example.com:8443/ https://user@127.0.0.1/ https://good.example.com@127.0.0.1/
https://good.example.com:x@127.0.0.1/ https://@127.0.0.1/ https://good.example.com%40127.0.0.1/
https://127.0.0.1#@good.example.com/ https://127.0.0.1?@good.example.com/ https://127.0.0.1\\@good.example.com/
https://good.example.com\\@127.0.0.1/ https://ⓛocalhost/ https://①②⑦.⓪.⓪.①/ https://127。0。0。1/
https://%31%32%37.0.0.1/ https://127.0.0.1%00.example.com/ https://127.0.0.1%2f.example.com/ https:127.0.0.1/
https:///127.0.0.1/ //127.0.0.1/ HTTPS://127.0.0.1/ HtTpS://[::1]/ http://good.example.com/ HTTP://127.0.0.1/
ftp://127.0.0.1/ file:///etc/passwd gopher://127.0.0.1:5038/_Action unix:///run/ctid.sock javascript:alert(1)
https://good.example.com:22/ https://good.example.com:5038/ https://good.example.com:0/
https://good.example.com:99999/ https://good.example.com:443@127.0.0.1/ https://[127.0.0.1]/ https://[::1
https://1.1.1.1&@127.0.0.1#@good.example.com/ https://.127.0.0.1/ https://127..0.0.1/ https://0x/ https://[v1.x]/
""".split()  # noqa: SIM905 - a table of words
WITH_SPACES = [
    "https://127.0.0.1 /",
    " https://127.0.0.1/",
    "https://127.0.0.1/\r\nAction: Originate",
    "https://good.example.com\t@127.0.0.1/",
    "https://good.example.com/\x00",
    "https://good.example.com/" + "a" * 2000,
    "",
]


@dataclass
class Wire:
    """What was connected to; a listener on loopback counts what came through."""

    tried: list[tuple[str, int]] = field(default_factory=list)
    came: int = 0
    port: int = 0


@pytest.fixture
async def wire(monkeypatch):
    seen = Wire()

    async def came(reader, writer):
        seen.came += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    loop = asyncio.get_running_loop()
    really = loop.sock_connect

    async def connect(sock, address):
        seen.tried.append((address[0], address[1]))
        if address[0] != "127.0.0.1":
            raise OSError("nothing leaves the machine in a test")
        await really(sock, address)

    monkeypatch.setattr(loop, "sock_connect", connect)
    server = await asyncio.start_server(came, "127.0.0.1", 0)
    seen.port = server.sockets[0].getsockname()[1]
    yield seen
    server.close()
    await server.wait_closed()


async def names(host):
    if host not in NAMES:
        raise OSError(f"no such name: {host}")
    return NAMES[host]


async def attempt(url, allowance=None, resolve=names):
    to = endpoint()
    to = Endpoint(to.id, url, to.types, to.secrets, to.made_at)
    delivery = delivery_of(to.id, Published(1, 1, event("x")), datetime.now(UTC))
    async with Post(allowance or Allowance(), lambda: datetime.now(UTC), resolve=resolve, total=2) as post:
        return (await post.send(to, delivery)).attempt


def test_the_corpus_is_large_enough():
    assert len({*CORPUS, *WITH_SPACES}) >= 100


@pytest.mark.parametrize("url", [*CORPUS, *WITH_SPACES])
async def test_no_form_of_url_reaches_what_is_not_public(wire, url):
    assert (await attempt(url)).status is None
    assert wire.tried == []
    assert wire.came == 0


@pytest.mark.parametrize("url", CORPUS)
async def test_even_with_every_port_and_http_allowed_none_does(wire, url):
    allowance = Allowance(http=True, ports=frozenset(range(65_536)))
    written = url if not url.startswith("https://127.0.0.1/") else f"http://127.0.0.1:{wire.port}/"
    await attempt(written, allowance)
    assert all(is_public(address) for address, _ in wire.tried)
    assert wire.came == 0


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://good.example.com/x", PUBLIC),
        ("HTTPS://GOOD.example.com./x", PUBLIC),
        ("https://good.example.com:8443/x?y#z", PUBLIC),
        ("https://good6.example.com/", "2600:1f00::7"),
        (f"https://{PUBLIC}/", PUBLIC),
        (f"https://[::ffff:{PUBLIC}]/", f"::ffff:{PUBLIC}"),
    ],
)
async def test_the_control_a_public_receiver_is_reached_at_the_address_that_was_judged(wire, url, address):
    await attempt(url)
    (tried,) = {each for each, _ in wire.tried}
    assert is_public(tried)
    assert tried in (address, "::ffff:cb00:7207")


async def test_a_name_that_flips_its_answer_reaches_nothing_but_the_public_one(wire):
    answers = cycle([[PUBLIC], ["127.0.0.1"], [PUBLIC, "127.0.0.1"], ["::1"], ["::ffff:127.0.0.1"]])
    asked = 0

    async def flip(host):
        nonlocal asked
        asked += 1
        return next(answers)

    allowance = Allowance(http=True, ports=frozenset({wire.port}))
    for _ in range(500):
        await attempt(f"http://flip.example.com:{wire.port}/", allowance, flip)
    assert asked == 500
    assert wire.tried == [(PUBLIC, wire.port)] * 100
    assert wire.came == 0


async def test_a_site_may_allow_networks_hosts_http_and_ports(wire):
    port = frozenset({wire.port})
    url, name = f"http://127.0.0.1:{wire.port}/", f"http://Switch.example.com.:{wire.port}/"
    assert (await attempt(url, Allowance(ports=port))).status is None
    assert (await attempt(url, Allowance(http=True))).status is None
    assert (await attempt(url, Allowance(http=True, ports=port))).status is None
    assert wire.tried == []
    loopback = (ip_network("127.0.0.0/8"),)
    assert (await attempt(url, Allowance(http=True, ports=port, networks=loopback))).status == 200
    assert (await attempt(name, Allowance(http=True, ports=port, networks=loopback))).status == 200
    assert (await attempt(name, Allowance(hosts=frozenset({"switch.example.com"})))).status == 200
    assert (await attempt(url, Allowance(hosts=frozenset({"switch.example.com"})))).status is None
    assert wire.came == 3


async def test_what_was_refused_is_said_in_words(wire):
    assert "127.0.0.1, which is not a public address" in (await attempt("https://switch.example.com/")).said
    assert "no such name" in (await attempt("https://unknown.example.com/")).said
    for url in ("http://good.example.com/", "https://good.example.com:5038/", "https://u@good.example.com/"):
        with pytest.raises(Objection) as caught:
            read_url(url, Allowance())
        assert caught.value.words.en != caught.value.words.zh


async def test_a_proxy_of_the_environment_is_not_used(wire, monkeypatch):
    for variable in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(variable, f"http://127.0.0.1:{wire.port}")
    await attempt("https://good.example.com/")
    assert {address for address, _ in wire.tried} == {PUBLIC}


@pytest.mark.parametrize("literal", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254"])
async def test_either_of_the_two_looks_alone_stops_an_address_that_is_written_out(wire, literal):
    with pytest.raises(Objection):
        read_url(f"https://{literal}/", Allowance())
    async with ClientSession(connector=open_gate(names, ())) as session:
        with pytest.raises(OSError, match="not a public address"):
            await session.get(f"http://{literal}:{wire.port}/")
    assert wire.tried == []
