"""How long an event takes from where it happens to a page, a program and a webhook while calls come in."""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import asyncio
import json
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import aiohttp
from aiohttp import web
from fake_centre import Bench, centre_at_work
from percentiles import percentile

from ctid.cli import work
from ctid.config.sections import Webhooks
from ctid.lab.ports import free_port, is_free
from ctid.model.webhooks import Endpoint, EndpointId, Secret
from ctid.runtime.clock import SystemClock
from ctid.runtime.webhooks import open_webhooks
from ctid.webhooks.signature import new_secret

CALLS_PER_SECOND, AGENTS, AGENTS_PAGES = 10, 60, 10
WARM_UP = 2.0  # seconds in which pages sign in and nothing is counted
PROBE = 0.005  # seconds
Figures = dict[str, float]
TARGETS = {"event_to_page_p99_ms": 50.0, "event_to_webhook_p99_ms": 100.0}


def figures_of(name: str, latencies: list[float]) -> Figures:
    """Return p50 and p99 in milliseconds."""
    return {
        f"{name}_p50_ms": round(percentile(latencies, 50) * 1000, 2),
        f"{name}_p99_ms": round(percentile(latencies, 99) * 1000, 2),
        f"{name}_events": len(latencies),
    }


def latency(line: str) -> float | None:
    """Return the seconds since the event of a line happened; None if it is none."""
    message = json.loads(line)
    if message["kind"] != "event":
        return None
    return time.time() - datetime.fromisoformat(message["at"]).timestamp()


# --- the process of the onlookers -------------------------------------------------------------------
async def page(url: str, ticket: str, heard: list[float]) -> None:
    """Be a page that acknowledges its pops."""
    async with aiohttp.ClientSession(url, cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        (await http.post("/api/v1/session", json={"ticket": ticket})).raise_for_status()
        async with http.ws_connect("/ws", headers={"Origin": url}) as socket:
            async for message in socket:
                seconds = latency(message.data)
                if seconds is not None:
                    heard.append(seconds)
                elif (told := json.loads(message.data))["kind"] == "pop":
                    await socket.send_json({"kind": "pop_shown", "offer": told["offer"]})


async def stream(url: str, token: str, heard: list[float]) -> None:
    """Be a program that reads Server-Sent Events."""
    headers = {"Authorization": f"Bearer {token}"}
    timeout = aiohttp.ClientTimeout(total=None)
    async with (
        aiohttp.ClientSession(url, headers=headers, timeout=timeout) as http,
        http.get("/api/v1/events/stream") as answer,
    ):
        answer.raise_for_status()
        async for line in answer.content:
            if line.startswith(b"data: "):
                seconds = latency(line[6:].decode())
                if seconds is not None:
                    heard.append(seconds)


async def receive(port: int, heard: list[float]) -> None:
    """Be a receiver of webhooks that takes everything."""

    async def take(request: web.Request) -> web.Response:
        happened = datetime.fromisoformat((await request.json())["timestamp"]).timestamp()
        heard.append(time.time() - happened)
        return web.Response(status=204)

    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


async def probe(late: list[float]) -> None:
    """Note how late this process, which has little to do, is woken: what the machine itself adds."""
    while True:
        began = time.monotonic()
        await asyncio.sleep(PROBE)
        late.append(time.monotonic() - began - PROBE)


async def look_on() -> None:
    """Listen as told on standard input, for as long as told; print what was measured."""
    told = json.loads(sys.stdin.readline())
    pages: list[float] = []
    streams: list[float] = []
    hooks: list[float] = []
    tasks = [asyncio.create_task(page(told["url"], ticket, pages)) for ticket in told["tickets"]]
    tasks.append(asyncio.create_task(stream(told["url"], told["token"], streams)))
    tasks.append(asyncio.create_task(receive(told["webhook_port"], hooks)))
    late: list[float] = []
    tasks.append(asyncio.create_task(probe(late)))
    await asyncio.wait(tasks, timeout=WARM_UP, return_when=asyncio.FIRST_COMPLETED)
    for measured in (pages, streams, hooks, late):
        measured.clear()
    await asyncio.wait(tasks, timeout=told["seconds"], return_when=asyncio.FIRST_COMPLETED)
    broken = [task for task in tasks if task.done()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for task in broken:
        task.result()
    figures = figures_of("event_to_page", pages) | figures_of("event_to_sse", streams)
    figures |= figures_of("event_to_webhook", hooks)
    print(json.dumps({**figures, "machine_late_p99_ms": figures_of("late", late)["late_p99_ms"]}))


# --- the process of the centre ----------------------------------------------------------------------
async def measure(seconds: float) -> Figures:
    """Run the centre and its onlookers for `seconds`."""
    with tempfile.TemporaryDirectory() as directory:
        async with centre_at_work(Path(directory), AGENTS) as bench:
            port = free_port()
            delivering = asyncio.create_task(deliver(bench, port))
            watching = asyncio.create_task(watch(bench, seconds, port))
            cpu, began = used(), time.monotonic()
            while not watching.done():
                bench.switch.call()
                await asyncio.sleep(1 / CALLS_PER_SECOND)
            figures = await watching
            took = time.monotonic() - began
            figures["cpu_percent_of_one_core"] = round((used() - cpu) / took * 100, 1)
            figures["calls_per_second"] = round(bench.switch.calls / took, 1)
            delivering.cancel()
            await asyncio.gather(delivering, return_exceptions=True)
            return figures


async def deliver(bench: Bench, port: int) -> None:
    """Run the daemon's courier toward one receiver on this machine."""
    allowed = Webhooks(allow_http=True, allow_ports=(port,), allow_networks=(ip_network("127.0.0.0/8"),))
    clock = SystemClock()
    key = Secret(new_secret(secrets.token_bytes))
    receiver = Endpoint(EndpointId("whe_bench"), f"http://127.0.0.1:{port}/", ("*",), (key,), clock())
    while is_free(port):  # the receiver is not there yet
        await asyncio.sleep(PROBE)
    async with open_webhooks(allowed, bench.store, clock) as parts:
        bench.dispatch.onlookers.append(lambda events: parts.courier.news.set())
        await parts.courier.run([receiver])


async def watch(bench: Bench, seconds: float, webhook_port: int) -> Figures:
    """Have a second process look on."""
    soon = datetime.now().astimezone() + timedelta(minutes=5)
    subjects = [("supervisor", "lead"), *(("agent", str(1001 + n)) for n in range(AGENTS_PAGES))]
    told = {
        "url": bench.url,
        "seconds": seconds,
        "webhook_port": webhook_port,
        "tickets": [await bench.store.issue_ticket(role, who, soon) for role, who in subjects],
        "token": await bench.store.issue_token("bench", ["events:read"], soon),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, "--look-on", stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    out, _ = await process.communicate(json.dumps(told).encode() + b"\n")
    if process.returncode:
        raise SystemExit("the onlookers failed")
    figures: Figures = json.loads(out)
    return figures


def used() -> float:
    """Return the CPU seconds this process has used."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Measure, print, and say whether the targets are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="5 seconds instead of 30")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    parser.add_argument("--look-on", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.look_on:
        work(look_on())
        return
    figures = work(measure(5.0 if asked.quick else 30.0))
    ok = all(figures[name] <= most for name, most in TARGETS.items())
    for name, value in figures.items():
        target = f"   (target ≤ {TARGETS[name]:g})" if name in TARGETS else ""
        print(f"{name:<28} {value:>9}{target}")
    if asked.json:
        print(json.dumps({"name": "events", "figures": figures, "targets": TARGETS, "ok": ok}))
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
