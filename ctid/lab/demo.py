"""The demonstration: a whole centre, a real call through it, told as it happens; then it stays up.

Robot agents (1002 and 1003: SIP phones played by SIPp and pages without a browser) take the first call, so
that nobody need do anything to see it; 1003 speaks Chinese. A person may be agent 1001. When 1001 is ready,
the robots take a break.
"""

import asyncio
import fcntl
import json
import shutil
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import TextIO

from ctid.lab.house import PROJECT, House
from ctid.lab.page import Page, RefusedError
from ctid.lab.parties import AgentPhone, Caller, Manner
from ctid.lab.places import state_directory
from ctid.lab.ports import is_free
from ctid.lab.speech import speech
from ctid.lab.steps import Step, hang_up, press
from ctid.lab.timeline import Line, Timeline
from ctid.lab.tree import cache_directory, find_or_fetch
from ctid.lab.voice import Voice
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.model.site import Site
from ctid.prompts.render import render_prompts
from ctid.prompts.texts import Texts

DNIS = "4001"
PERSON, ROBOTS = "1001", ("1002", "1003")
CALLERS = {Language.EN: "+12025550101", Language.ZH: "+12025550104"}
ROBOT_MANNER = Manner(answer_after=1.0, talk=4.0)
CALL_WITHIN = 180.0  # seconds: a person may want to talk

Say = Callable[[Text], None]


def keys(language: Language) -> tuple[Step, ...]:
    """What the caller presses: their language, "orders", an order number; then they talk for a while."""
    first = "1" if language is Language.ZH else "2"
    return (
        press(first, after=2.0),
        press("1", after=2.0),
        press("12345#", after=2.0),
        hang_up(after=CALL_WITHIN - 60),
    )


class Demo:
    """One demonstration in the state directory; only one runs at a time."""

    def __init__(self, site: Site, texts: Texts, say: Say, language: Language) -> None:
        self._site = site
        self._texts = texts
        self._say = say
        self._language = language
        self._person_ready = False
        self._listeners: list[Callable[[Line], None]] = []
        self.folder = state_directory() / "demo"

    async def run(
        self, *, once: bool, http_port: int, tell: Callable[[str], None], called: Callable[[Timeline], None]
    ) -> None:
        """Set up, place a call, hand its timeline to `called`; unless `once`, stay until cancelled."""
        async with AsyncExitStack() as stack:
            stack.enter_context(self._only_one())
            await self._set_up(stack, http_port)
            called(await self._call(Language.EN, tell))
            if not once:
                await self._stay()

    # --- setting up -----------------------------------------------------------------------------------
    def _only_one(self) -> TextIO:
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            lock = (self.folder.parent / "demo.lock").open("w")
        except OSError as error:
            raise Mistaken([_no_state(self.folder.parent, error)]) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise Mistaken([_already_running(self.folder)]) from error
        return lock

    async def _set_up(self, stack: AsyncExitStack, http_port: int) -> None:
        if not is_free(http_port):
            raise Mistaken([_port_taken(http_port)])
        shutil.rmtree(self.folder, ignore_errors=True)
        step = _Steps(self._say)
        step(
            Text("finding or fetching Asterisk and the telephone programs", "查找或获取 Asterisk 及电话程序")
        )
        tools = await asyncio.to_thread(
            find_or_fetch, lambda words: self._say(Text(f"  {words}", f"  {words}"))
        )
        step(
            Text(
                f"speaking the prompts (Asterisk {tools.asterisk_version})",
                f"合成提示音（Asterisk {tools.asterisk_version}）",
            )
        )
        recordings = cache_directory() / "prompts"
        prompts = await asyncio.to_thread(render_prompts, tools, self._texts, recordings)
        self._speech = await asyncio.to_thread(speech, tools, recordings)
        self._house = House(tools, self.folder, self._site, prompts=prompts, http_port=http_port)
        stack.push_async_callback(self._house.stop)
        step(Text("customers into the database", "写入示例客户"))
        self.folder.mkdir(parents=True)
        await self._house.command("seed", str(PROJECT / "config/seed.yaml"))
        step(Text("Asterisk and the daemon start", "启动 Asterisk 与守护进程"))
        await self._house.start()
        step(Text("two robot agents sign on: SIP phones and pages", "两位机器人坐席签入：SIP 话机与页面"))
        await self._watch(stack)
        self._robots = {
            id: await self._robot_signs_on(stack, id, f"127.0.0.{last}") for last, id in enumerate(ROBOTS, 3)
        }
        step(Text("ready", "就绪"))

    async def _watch(self, stack: AsyncExitStack) -> None:
        watcher = await self._house.page("demo", "supervisor", on_line=self._hear)
        self._watcher = await stack.enter_async_context(watcher)
        await self._watcher.until(lambda line: line["kind"] == "hello")

    async def _robot_signs_on(self, stack: AsyncExitStack, id: str, ip: str) -> Page:
        secret = self._house.switch.plan.phone(id).secret
        phone = AgentPhone(self._house.outside, id, secret, ip=ip, manner=ROBOT_MANNER)
        await stack.enter_async_context(phone)
        page = await stack.enter_async_context(await self._house.page(id))
        await page.sign_on()
        await _soon_ready(page)
        return page

    # --- calling --------------------------------------------------------------------------------------
    def _hear(self, line: Line) -> None:
        if line.get("type") == "agent.changed" and line.get("agent") == PERSON:
            self._person_ready = line["facts"].get("state") == "ready"
        for listener in self._listeners:
            listener(line)

    async def _call(self, language: Language, tell: Callable[[str], None]) -> Timeline:
        """Place a call and tell its timeline line by line, in the reader's language."""
        await self._who_answers()
        timeline, logged = Timeline(), asyncio.Event()

        def listen(line: Line) -> None:
            if not timeline.take(line):
                return
            tell(f"{timeline.ms(line):>7} ms  {line['type']:<22} {timeline.words(line, self._language)}")
            if line["type"] == "connection.cleared":
                self._tasks.append(asyncio.create_task(self._robot_disposes(timeline)))
            if line["type"] == "interaction.logged":
                logged.set()

        self._tasks: list[asyncio.Task[None]] = []
        self._listeners.append(listen)
        voice = Voice(speech=self._speech[language])
        caller = Caller(self._house.outside, DNIS, CALLERS[language], steps=keys(language), voice=voice)
        try:
            await caller.start()
            async with asyncio.timeout(CALL_WITHIN):
                await logged.wait()
        except TimeoutError:
            self._say(Text("the call did not come to its end in time", "通话未在规定时间内结束"))
        finally:
            await caller.stop()
            self._listeners.remove(listen)
            await asyncio.gather(*self._tasks)
        return timeline

    async def _who_answers(self) -> None:
        for robot in self._robots.values():
            with suppress(RefusedError):  # wrap-up of the last call may still be on
                await (robot.not_ready("break") if self._person_ready else robot.ready())

    async def _robot_disposes(self, timeline: Timeline) -> None:
        offer = timeline.first("call.established")
        robot = self._robots.get(offer["agent"]) if offer is not None else None
        if robot is not None:
            await robot.dispose(timeline.interaction, "resolved", "demo")

    # --- staying --------------------------------------------------------------------------------------
    async def _stay(self) -> None:
        secret = self._house.switch.plan.phone(PERSON).secret
        server = f"127.0.0.1:{self._house.switch.plan.ports.sip}"
        url = f"{self._house.url}/#ticket={await self._house.ticket(PERSON)}"
        settings = self._house.write_settings()
        self._say(
            Text(
                f"\nBe agent {PERSON} yourself:\n"
                f"  page       {url}\n"
                "  phone      switch on “Use this browser as my phone” there, and allow the microphone\n"
                f"  or         a softphone: SIP server {server} (UDP), user {PERSON}, password {secret}\n"
                "  then sign on, press Ready, and have a call come: script/demo call (a Chinese one: --zh)\n"
                "Change what callers hear (docs/tutorial/change-a-menu.md):\n"
                f"  export CTID_CONFIG={settings}\n"
                "  .venv/bin/ctid centre apply   after a change in ivr/ or config/centre.yaml\n"
                "Ctrl-C ends everything.",
                f"\n您可以亲自担任坐席 {PERSON}：\n"
                f"  页面    {url}\n"
                "  话机    在页面上打开“用本浏览器作话机”，并允许使用麦克风\n"
                f"  或      软电话：SIP 服务器 {server}（UDP），用户 {PERSON}，密码 {secret}\n"
                "  然后签入并点“就绪”，再来一个电话：script/demo call（中文来电加 --zh）\n"
                "修改来电者听到的内容（docs/tutorial/change-a-menu.zh-CN.md）：\n"
                f"  export CTID_CONFIG={settings}\n"
                "  .venv/bin/ctid centre apply   修改 ivr/ 或 config/centre.yaml 之后\n"
                "按 Ctrl-C 结束全部程序。",
            )
        )
        server_ = await asyncio.start_unix_server(self._serve_order, self.folder / "order.sock")
        async with server_:
            await server_.serve_forever()

    async def _serve_order(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Place the call that `script/demo call` orders; its timeline goes back line by line."""
        order = json.loads(await reader.readline())
        timeline = await self._call(
            Language(order["language"]), lambda line: writer.write(f"{line}\n".encode())
        )
        writer.write((json.dumps(timeline.as_json(), ensure_ascii=False) + "\n").encode())
        with suppress(ConnectionError):
            await writer.drain()
        writer.close()


class _Steps:
    """Says each step with the seconds since the first."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._began = time.monotonic()

    def __call__(self, text: Text) -> None:
        passed = f"{time.monotonic() - self._began:5.1f} s  "
        self._say(Text(passed + text.en, passed + text.zh))


async def _soon_ready(page: Page, within: float = 10.0) -> None:
    """Say ready until the switch has noticed that the phone is registered."""
    deadline = time.monotonic() + within
    while True:
        try:
            return await page.ready()
        except RefusedError as refused:
            if refused.problem.get("code") != "phone_not_registered" or time.monotonic() > deadline:
                raise
        await asyncio.sleep(0.1)


def _no_state(folder: Path, error: OSError) -> Mistake:
    said = error.strerror or str(error)
    return Mistake(
        "R543",
        Place(str(folder)),
        Text(f"the demo cannot write here: {said}", f"演示无法写入此处：{said}"),
        Text("its database and logs need a place", "演示的数据库和日志需要存放位置"),
        Text(
            "name a directory of yours: `export CTID_STATE=<directory>`",
            "请指定您可写的目录：`export CTID_STATE=<目录>`",
        ),
    )


def _already_running(folder: Path) -> Mistake:
    return Mistake(
        "R541",
        Place(str(folder)),
        Text("a demo is running already", "演示已在运行"),
        Text("two would share one folder", "两个演示会共用同一目录"),
        Text(
            "use it (`script/demo call`) or end it with Ctrl-C",
            "请直接使用（`script/demo call`）或按 Ctrl-C 结束它",
        ),
    )


def _port_taken(port: int) -> Mistake:
    return Mistake(
        "R544",
        Place("--port"),
        Text(f"another program listens on port {port}", f"端口 {port} 已被其他程序占用"),
        Text("the agents' pages are served there", "坐席页面需要使用该端口"),
        Text(
            "choose another: `script/demo --port 0` takes a free one",
            "请换一个端口：`script/demo --port 0` 会自动选择",
        ),
    )
