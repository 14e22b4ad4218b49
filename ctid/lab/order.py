"""Ordering another call of the demo that runs: a line over its socket, the timeline back."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

from ctid.lab.places import state_directory
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place, Text


async def order_call(language: Language, tell: Callable[[str], None]) -> dict[str, object]:
    """Have the running demo place another call; return its timeline as JSON values."""
    socket = state_directory() / "demo/order.sock"
    try:
        reader, writer = await asyncio.open_unix_connection(socket)
    except OSError as error:
        raise Mistaken([_not_running(socket)]) from error
    writer.write((json.dumps({"language": language.value}) + "\n").encode())
    last = ""
    async for raw in reader:
        if last:
            tell(last)
        last = raw.decode().rstrip("\n")
    writer.close()
    result: dict[str, object] = json.loads(last) if last.startswith("{") else {"ok": False}
    return result


def _not_running(socket: Path) -> Mistake:
    return Mistake(
        "R542",
        Place(str(socket)),
        Text("no demo is running", "没有正在运行的演示"),
        Text("a call needs a centre to go to", "来电需要一个运行中的联络中心"),
        Text("start one: `script/demo`", "请先启动：`script/demo`"),
    )
