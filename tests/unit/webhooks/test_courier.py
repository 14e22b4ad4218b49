"""The whole way on a real database and real sockets: committed, sent, logged, and gone on after a restart."""

import asyncio
import random
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from aiohttp import web
from standardwebhooks import Webhook

from ctid.model.events import EventKind, Published
from ctid.model.webhooks import DeliveryState, EndpointState
from ctid.store.encoding import Batch
from ctid.store.store import Store
from ctid.webhooks.address import Allowance
from ctid.webhooks.courier import Courier
from ctid.webhooks.desk import Desk
from ctid.webhooks.post import Post
from mail_world import KEY, endpoint, event


def now():
    return datetime.now(UTC)


@asynccontextmanager
async def cancelled_at_the_end(work):
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class Outbox:
    """The store's events as the courier wants them."""

    def __init__(self, store):
        self._store = store

    async def last_seq(self):
        return await self._store.last_seq()

    async def events_since(self, seq, limit):
        return [
            found if isinstance(found, Published) else Published(found[0], None, found[1])
            for found in await self._store.events_since(seq, limit)
        ]


class Centre:
    """A store, a courier and receivers on loopback."""

    def __init__(self, tmp_path):
        self.url = f"sqlite:///{tmp_path}/ctid.db"
        self.got = {}
        self.answers = {}
        self.seq = 0

    @asynccontextmanager
    async def receivers(self):
        app = web.Application()
        app.router.add_post("/{name}", self._receive)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        yield
        await runner.cleanup()

    async def _receive(self, request):
        name = request.match_info["name"]
        answer = self.answers.get(name)
        if answer is not None:
            response = await answer(request)
            if response.status >= 300:
                return response
        body = await request.read()
        message = Webhook(KEY).verify(body, dict(request.headers))
        self.got.setdefault(name, []).append((request.headers["webhook-id"], message, time.monotonic()))
        return web.Response()

    def endpoint(self, name, **more):
        return replace(endpoint(name), url=f"http://127.0.0.1:{self.port}/{name}", made_at=now(), **more)

    @asynccontextmanager
    async def running(self, *configured):
        store = await Store.open(self.url, clock=now)
        allowance = Allowance(True, frozenset({self.port}), networks=(ip_network("127.0.0.0/8"),))
        async with Post(allowance, now, total=1.0) as post:
            courier = Courier(Outbox(store), store, post, clock=now, chance=random.Random(1).random)
            self.desk, self.store = Desk(courier, store, allowance), store
            writing = store.run(lambda done: courier.news.set())
            try:
                async with (
                    cancelled_at_the_end(courier.run(configured)),
                    cancelled_at_the_end(writing),
                ):
                    await asyncio.wait_for(courier.opened.wait(), 5)
                    yield
            finally:
                await store.close()

    def publish(self, *events):
        numbered = []
        for each in events:
            self.seq += 1
            numbered.append(Published(self.seq, None, each))
        self.store.submit(Batch(tuple(numbered)))

    async def logged(self, name, count, state=DeliveryState.DELIVERED):
        """Wait until so many deliveries are written down as `state`."""
        async with asyncio.timeout(5):
            while len(await self.desk.deliveries(name, 100, None, state)) < count:
                await asyncio.sleep(0.02)

    def seqs(self, name):
        return [message["data"]["seq"] for _, message, _ in self.got.get(name, [])]


async def until(true, seconds=8.0):
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)


@pytest.fixture
async def centre(tmp_path):
    made = Centre(tmp_path)
    async with made.receivers():
        yield made


async def test_what_is_committed_arrives_at_once_and_is_logged(centre):
    async with centre.running():
        await centre.desk.add(centre.endpoint("a"))
        await centre.desk.add(centre.endpoint("b", types=("call.cleared",)))
        began = time.monotonic()
        centre.publish(event("x"), event("x", EventKind.CALL_CLEARED), event(None, EventKind.SWITCH_UP))
        await until(lambda: len(centre.seqs("a")) == 3 and centre.seqs("b") == [2])
        assert time.monotonic() - began < 1
        await until(lambda: centre.desk.backlog("a") == 0)
        await centre.logged("a", 3)
        log = await centre.desk.deliveries("a", 10, None, None)
        assert [(each.seq, each.state) for each in log] == [(n, DeliveryState.DELIVERED) for n in (3, 2, 1)]
        assert [each.status for each in log[0].attempts] == [200]


def answering(status, **headers):
    async def answer(request):
        return web.Response(status=status, headers={k.replace("_", "-"): v for k, v in headers.items()})

    return answer


async def hanging(request):
    await asyncio.sleep(3)
    return web.Response()


async def test_receivers_in_trouble_get_all_in_order_when_they_are_well_and_nobody_else_waits(centre):
    troubles = {
        "slow": hanging,
        "broken": answering(500),
        "elsewhere": answering(302, Location="/nowhere"),
        "throttled": answering(429, Retry_After="1"),
        "away": answering(503, Retry_After="1"),
    }
    async with centre.running():
        for name in [*troubles, "well"]:
            await centre.desk.add(centre.endpoint(name))
        centre.answers |= troubles
        centre.publish(event("x"), event("x"), event("y"))
        await until(lambda: len(centre.seqs("well")) == 3, 1)
        await asyncio.sleep(0.2)
        assert list(centre.got) == ["well"]
        centre.answers.clear()
        await until(lambda: all(len(set(centre.seqs(name))) == 3 for name in troubles), 10)
    for name in troubles:
        assert [seq for seq in dict.fromkeys(centre.seqs(name)) if seq < 3] == [1, 2]


async def test_a_restart_goes_on_where_it_was_with_the_same_ids(centre):
    async def down(request):
        return web.Response(status=500)

    ids = []
    centre.answers["a"] = down
    async with centre.running():
        await centre.desk.add(centre.endpoint("a"))
        centre.publish(event("x"), event("x"), event("y"))
        await until(lambda: centre.desk.backlog("a") == 3)
        await centre.logged("a", 3, DeliveryState.WAITING)
        ids = [each.id for each in await centre.desk.deliveries("a", 10, None, None)]
    del centre.answers["a"]
    async with centre.running():
        centre.publish(event("z"))
        await until(lambda: sorted(centre.seqs("a")) == [1, 2, 3, 4], 9)
    assert {id for id, *_ in centre.got["a"]} > set(ids)


async def test_410_disables_and_the_log_and_the_reason_outlive_a_restart(centre):
    async def gone(request):
        return web.Response(status=410)

    centre.answers["a"] = gone
    async with centre.running():
        await centre.desk.add(centre.endpoint("a"))
        centre.publish(event("x"))
        await until(lambda: centre.desk.endpoint("a").state is EndpointState.DISABLED)
    del centre.answers["a"]
    async with centre.running():
        found = centre.desk.endpoint("a")
        assert found.disabled_because.code == "receiver_gone"
        centre.publish(event("x"))
        await asyncio.sleep(0.2)
        assert centre.seqs("a") == []
        await centre.desk.change(replace(found, state=EndpointState.ACTIVE, disabled_because=None))
        await until(lambda: centre.seqs("a") == [1, 2])


async def test_an_endpoint_of_the_file_comes_and_goes_with_the_file(centre):
    written = centre.endpoint("a", in_file=True)
    async with centre.running(written):
        centre.publish(event("x"))
        await until(lambda: centre.seqs("a") == [1])
    async with centre.running(replace(written, types=("call.cleared",))):
        assert centre.desk.endpoint("a").types == ("call.cleared",)
        centre.publish(event("x"), event("x", EventKind.CALL_CLEARED))
        await until(lambda: centre.seqs("a") == [1, 3])
    async with centre.running():
        assert centre.desk.endpoints() == []
        centre.publish(event("x"))
    async with centre.running():
        assert centre.desk.endpoints() == []


async def test_a_removed_endpoint_is_gone_with_its_log(centre):
    async with centre.running():
        await centre.desk.add(centre.endpoint("a"))
        centre.publish(event("x"))
        await centre.logged("a", 1)
        await centre.desk.remove("a")
        assert await centre.desk.deliveries("a", 10, None, None) == []
    async with centre.running():
        assert centre.desk.endpoints() == []


async def test_a_database_that_is_away_delays_no_delivery_and_is_written_to_when_it_is_back(centre):
    async with centre.running():
        await centre.desk.add(centre.endpoint("a"))
        really = centre.store.keep_webhooks

        async def away(*args):
            raise OSError("away")

        centre.store.keep_webhooks = away
        centre.publish(event("x"))
        await until(lambda: centre.seqs("a") == [1])
        await asyncio.sleep(0.3)
        centre.store.keep_webhooks = really
        await centre.logged("a", 1)


async def test_what_was_delivered_long_ago_is_struck_out_and_what_is_dead_stays(centre):
    async with centre.running():
        await centre.desk.add(centre.endpoint("a"))
        centre.publish(event("x"), event("y"))
        await until(lambda: len(centre.seqs("a")) == 2)
        await centre.logged("a", 2)
        one, two = await centre.desk.deliveries("a", 10, None, None)
        await centre.store.keep_webhooks([], [replace(one, state=DeliveryState.DEAD)])
        await centre.store.forget_delivered(now() + timedelta(days=1))
        assert [each.id for each in await centre.desk.deliveries("a", 10, None, None)] == [one.id]
        await centre.desk.send_again(one)
        await centre.desk.send_again_since("a", 0)
        await until(lambda: len(centre.seqs("a")) >= 4)
        assert {id for id, *_ in centre.got["a"]} == {one.id, two.id}


async def test_an_incoming_message_is_seen_for_the_first_time_once_even_after_a_restart(centre):
    soon = now() + timedelta(minutes=5)
    async with centre.running():
        assert await centre.store.is_first_sight("crm", "msg_1", soon, now())
        assert not await centre.store.is_first_sight("crm", "msg_1", soon, now())
    async with centre.running():
        assert not await centre.store.is_first_sight("crm", "msg_1", soon, now())
        assert await centre.store.is_first_sight("erp", "msg_1", soon, now())
        assert await centre.store.is_first_sight("crm", "msg_1", soon, soon + timedelta(seconds=1))
