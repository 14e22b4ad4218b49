"""One attempt at a real server on loopback: what each kind of behaviour is taken for."""

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from standardwebhooks import Webhook

from ctid.model.events import Published
from ctid.model.webhooks import Secret
from ctid.webhooks.address import Allowance
from ctid.webhooks.message import delivery_of
from ctid.webhooks.post import Post
from ctid.webhooks.signature import new_secret
from mail_world import KEY, endpoint, event

LOOPBACK = (ip_network("127.0.0.0/8"),)
DELIVERY = delivery_of(endpoint().id, Published(7, 3, event("sw1:1.1")), datetime.now(UTC))


@asynccontextmanager
async def receiver(answer):
    """Serve `answer(reader, writer)` after the request was read; yield its URL and the requests."""
    requests = []

    async def serve(reader, writer):
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.decode().split("\r\n")
            headers = dict(line.split(": ", 1) for line in lines[1:] if line)
            lowered = {name.lower(): value for name, value in headers.items()}
            body = await reader.readexactly(int(lowered["content-length"]))
            requests.append((lines[0], lowered, body))
            await answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook", requests
    finally:
        server.close()
        await server.wait_closed()


def says(status, headers="", body=b""):
    async def answer(writer):
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body)
        await writer.drain()

    return answer


@asynccontextmanager
async def posting(url, total=5.0):
    port = int(url.rpartition(":")[2].partition("/")[0])
    allowance = Allowance(http=True, ports=frozenset({port}), networks=LOOPBACK)
    async with Post(allowance, lambda: datetime.now(UTC), total=total) as post:
        yield post


async def outcome(answer, total=5.0):
    async with receiver(answer) as (url, requests), posting(url, total) as post:
        return await post.send(replace(endpoint(), url=url), DELIVERY), requests


async def test_the_request_is_what_the_reference_library_believes():
    got, [(line, headers, body)] = await outcome(says(204))
    assert got.attempt.status == 204
    assert line == "POST /hook HTTP/1.1"
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == DELIVERY.id
    message = Webhook(KEY).verify(body, headers)
    assert message["type"] == "call.queued"
    assert message["timestamp"] == "2026-03-02T09:00:00.000Z"
    assert message["data"]["seq"], message["data"]["call_seq"] == (7, 3)
    assert message["data"]["interaction"] == "sw1:1.1"
    assert not {"cookie", "authorization"} & set(headers)


async def test_while_keys_change_both_sign():
    new, old, gone = (new_secret(lambda size, n=n: bytes([n]) * size) for n in (1, 2, 3))
    now = datetime.now(UTC)
    keys = (Secret(new), Secret(old, now + timedelta(hours=1)), Secret(gone, now))
    async with receiver(says(200)) as (url, requests), posting(url) as post:
        await post.send(replace(endpoint(), url=url, secrets=keys), DELIVERY)
    [(_, headers, body)] = requests
    assert len(headers["webhook-signature"].split()) == 2
    for key in (new, old):
        Webhook(key).verify(body, headers)


@pytest.mark.parametrize("status", [200, 201, 204, 302, 400, 410, 429, 500, 503])
async def test_the_status_is_told_as_it_came(status):
    got, _ = await outcome(says(status))
    assert (got.attempt.status, got.attempt.said) == (status, f"HTTP {status}")


async def test_a_redirect_is_not_followed():
    async with receiver(says(200)) as (elsewhere, followed):
        got, _ = await outcome(says(302, f"Location: {elsewhere}\r\n"))
    assert got.attempt.status == 302
    assert followed == []


async def test_retry_after_is_read_as_seconds_and_as_a_date():
    got, _ = await outcome(says(429, "Retry-After: 120\r\n"))
    assert got.asked == timedelta(minutes=2)
    at = datetime.now(UTC) + timedelta(minutes=2)
    got, _ = await outcome(says(503, f"Retry-After: {at:%a, %d %b %Y %H:%M:%S} GMT\r\n"))
    assert timedelta(seconds=100) < got.asked <= timedelta(minutes=2)
    got, _ = await outcome(says(503, "Retry-After: soon\r\n"))
    assert got.asked is None


async def test_one_byte_a_second_is_cut_at_the_deadline():
    async def drip(writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    began = time.monotonic()
    got, _ = await outcome(drip, total=0.5)
    assert got.attempt.status is None
    assert "0.5 s" in got.attempt.said
    assert 0.4 < time.monotonic() - began < 2


async def test_a_status_line_that_never_comes_is_cut_too():
    got, _ = await outcome(lambda writer: asyncio.sleep(3), total=0.3)
    assert got.attempt.status is None


async def test_an_endless_body_is_not_read_to_its_end():
    sent = 0

    async def flood(writer):
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while sent < 100_000_000:
            writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            await writer.drain()
            sent += 0x10000

    got, _ = await outcome(flood)
    assert got.attempt.status == 200
    assert sent < 20_000_000


async def test_a_receiver_that_is_down_hangs_up_or_speaks_nonsense_is_a_failure_with_words():
    async def nonsense(writer):
        writer.write(b"Asterisk Call Manager/10.0.0\r\n")
        await writer.drain()

    async def nothing(writer):
        writer.close()

    for answer in (nonsense, nothing):
        got, _ = await outcome(answer)
        assert got.attempt.status is None and got.attempt.said
    async with receiver(says(200)) as (url, _):
        pass
    async with posting(url) as post:
        got = await post.send(replace(endpoint(), url=url), DELIVERY)
    assert got.attempt.status is None
    assert "refused" in got.attempt.said.lower() or "Connect" in got.attempt.said


async def test_https_is_spoken_and_a_certificate_nobody_vouches_for_is_refused():
    async with receiver(says(200)) as (url, requests), posting(url) as post:
        got = await post.send(replace(endpoint(), url=url.replace("http:", "https:")), DELIVERY)
    assert got.attempt.status is None
    assert requests == []


async def test_a_connection_is_used_again():
    peers = set()

    async def serve(reader, writer):
        while head := await reader.readuntil(b"\r\n\r\n"):
            peers.add(writer.get_extra_info("peername"))
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
            await reader.readexactly(length)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    def gone(loop, context):
        return None

    asyncio.get_running_loop().set_exception_handler(gone)
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    async with posting(url) as post:
        for _ in range(3):
            assert (await post.send(replace(endpoint(), url=url), DELIVERY)).attempt.status == 200
    server.close()
    await server.wait_closed()
    assert len(peers) == 1
