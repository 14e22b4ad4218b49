"""Records for `ami` what Asterisk's manager tells of a real call: all of it, and as our manager.conf filters.

The call is a whole one: menu, keys, queue, agent, talk, goodbye. Two more manager users listen to it on the
laboratory's own Asterisk: `all` reads every class without a filter (and nothing is disabled), `ours` is a
copy of the daemon's own events user. The numbers are the seed's, the addresses loopback's.
"""

# ruff: noqa: T201  (a benchmark prints)
import asyncio
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from ctid.config.sections import SiteFiles
from ctid.lab.house import House
from ctid.lab.page import RefusedError
from ctid.lab.parties import AgentPhone, Caller, Manner
from ctid.lab.steps import press
from ctid.lab.tree import cache_directory, find_or_fetch
from ctid.prompts.render import render_prompts
from ctid.runtime.sources import read_sources

RECORDINGS = Path(__file__).parent / "recordings"
AGENT = "1002"
SECRET = "for-this-recording-only"
LISTENER = f"secret = {SECRET}\npermit = 127.0.0.1/32\nwritetimeout = 10000\n"


def let_listen(manager_conf: Path) -> None:
    """Add the two listeners to the rendered manager.conf, and disable no event."""
    text = re.sub(r"^disabledevents.*\n", "", manager_conf.read_text(), flags=re.MULTILINE)
    filters = "\n".join(re.findall(r"^eventfilter.*", text, flags=re.MULTILINE))
    reads = re.search(r"^\[events\].*?^(read = .*?)$", text, flags=re.MULTILINE | re.DOTALL)
    assert reads is not None
    text += f"\n[all]\n{LISTENER}read = all\n\n[ours]\n{LISTENER}{reads[1]}\n{filters}\n"
    manager_conf.write_text(text)


class Listener:
    """A raw login that keeps every byte from when it is told to."""

    def __init__(self, user: str, port: int) -> None:
        self.heard = b""
        self._user, self._port = user, port

    async def run(self) -> None:
        """Log in and listen until cancelled."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        login = f"Action: Login\r\nUsername: {self._user}\r\nSecret: {SECRET}\r\n\r\n"
        writer.write(login.encode())
        try:
            while data := await reader.read(65_536):
                self.heard += data
        finally:
            writer.close()


async def one_call(house: House) -> None:
    """Place the call and see it to its end."""
    secret = house.switch.plan.phone(AGENT).secret
    async with (
        await house.page("bench", "supervisor") as watch,
        AgentPhone(house.outside, AGENT, secret, ip="127.0.0.4", manner=Manner(answer_after=1.0, talk=3.0)),
        await house.page(AGENT) as page,
    ):
        await page.sign_on()
        async with asyncio.timeout(15):
            while await page.state() != "ready":
                with suppress(RefusedError):
                    await page.ready()
                await asyncio.sleep(0.2)
        await asyncio.sleep(12)  # a round of the phones' qualification passes
        listeners = [Listener(user, house.switch.plan.ports.ami) for user in ("all", "ours")]
        listening = [asyncio.create_task(listener.run()) for listener in listeners]
        await asyncio.sleep(1)
        for listener in listeners:
            listener.heard = b""
        caller = Caller(
            house.outside, "4001", "+12025550101", steps=(press("2", after=1.0), press("0", after=1.0))
        )
        await caller.start()
        await watch.hears("call.cleared", within=60)
        await caller.wait(30)
        await asyncio.sleep(2)
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
    RECORDINGS.mkdir(exist_ok=True)
    for name, listener in zip(("call-all", "call-filtered"), listeners, strict=True):
        whole = listener.heard[: listener.heard.rindex(b"\r\n\r\n") + 4]
        (RECORDINGS / f"{name}.ami").write_bytes(whole)
        print(f"{name}: {whole.count(b'Event: ')} events, {len(whole)} bytes")


async def main() -> None:
    """Start a centre of its own, record, end it."""
    tools, sources = find_or_fetch(print), read_sources(SiteFiles())
    prompts = render_prompts(tools, sources.texts, cache_directory() / "prompts")
    with tempfile.TemporaryDirectory(prefix="ctid-") as name:
        Path(name).chmod(0o711)  # noqa: ASYNC240  (nothing else runs yet)
        house = House(tools, Path(name), sources.site, prompts=prompts)
        try:
            await house.command("seed", "config/seed.yaml")
            house.folder.mkdir(exist_ok=True)
            house.outside.folder.mkdir(exist_ok=True)
            house.switch.render()
            let_listen(house.switch.run / "etc/manager.conf")
            await house.switch.start()
            await house.start_daemon()
            await one_call(house)
        finally:
            await house.stop()


if __name__ == "__main__":
    asyncio.run(main())
