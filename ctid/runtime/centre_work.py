"""What the commands of `ctid centre` do: look into the store, ask the running daemon, write the file."""

from ctid.config.settings import Settings
from ctid.model.configuration import AppliedSite
from ctid.model.ids import QueueName
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.runtime.clock import SystemClock
from ctid.runtime.door import AwayError, Door, ask_once
from ctid.runtime.plan import Plan, plan_of
from ctid.runtime.site_files import put_back
from ctid.runtime.site_files import write_back as write_into
from ctid.runtime.sources import Sources, read_sources
from ctid.store.store import Store


async def plan(settings: Settings, after: Sources, language: Language) -> Plan:
    """Hold `after` against what runs."""
    store = await _open(settings)
    try:
        waiting = await _waiting(Door(settings, store, language))
        applied = next(iter(await store.applied_sites()), None)
        return plan_of(after.site, applied, await store.changed_live(), waiting, after.flow_texts)
    finally:
        await store.close()


async def apply(settings: Settings, language: Language, *, discard_live: bool = False) -> Text:
    """Have the daemon read its files again; return what came of it. Raises `Mistaken` if nothing did."""
    now = await ask_once(settings, language, "POST", "/api/v1/centre/apply", discard_live=discard_live)
    agents, queues = now["agents"], now["queues"]
    return Text(f"applied: {agents} agents, {queues} queues", f"已应用：{agents} 位坐席、{queues} 个队列")


async def applied(settings: Settings) -> list[AppliedSite]:
    """Return what was applied last, newest first."""
    store = await _open(settings)
    try:
        return await store.applied_sites()
    finally:
        await store.close()


async def roll_back(settings: Settings, language: Language, to: int) -> Text:
    """Put an earlier configuration into the files, and apply it; if that fails they stay as they were."""
    known = await applied(settings)
    if to >= len(known):
        raise Mistaken([_no_version(to, len(known))])
    changed = put_back(settings.site, known[to])
    try:
        read_sources(settings.site)
        return await apply(settings, language)
    except Mistaken:
        changed.undo()
        raise


async def write_back(settings: Settings) -> int:
    """Write what is live into the file, which must be sound; return of how many agents."""
    store = await _open(settings)
    try:
        return write_into(settings.site, await store.changed_live())
    finally:
        await store.close()


async def _open(settings: Settings) -> Store:
    return await Store.open(settings.store.url.get_secret_value(), clock=SystemClock())


async def _waiting(door: Door) -> dict[QueueName, int] | None:
    """Ask how many wait in each queue; None where no daemon runs."""
    try:
        async with door:
            queues = (await door.ask("GET", "/api/v1/queues"))["queues"]
    except AwayError:
        return None
    return {QueueName(queue["name"]): queue["waiting"] for queue in queues}


def _no_version(number: int, known: int) -> Mistake:
    return Mistake(
        "R142",
        Place("--to"),
        Text(
            f"there is no configuration {number}: {known} are kept",
            f"没有第 {number} 个配置：共保留 {known} 个",
        ),
        Text("only what was applied can be put back", "只能恢复曾经应用过的配置"),
        Text("choose one of `ctid centre versions`", "请从 `ctid centre versions` 中选择"),
    )
