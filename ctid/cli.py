"""The `ctid` command. Each command reads, says plainly what is wrong, or does its work; no tracebacks.

Exit codes: 0 done, 1 something to mend (told), 2 the command line was wrong. What only one command needs
(the daemon, the database, the laboratory) is imported by that command, so that the others start sooner.
"""
# ruff: noqa: PLC0415

import asyncio
import json
import logging
import os
import sys
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from ctid.config.sections import SiteFiles
from ctid.config.settings import Settings, read_settings
from ctid.model.integrations import Right
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken, Text
from ctid.runtime.campaign_commands import campaign
from ctid.runtime.centre_commands import centre
from ctid.runtime.clock import SystemClock
from ctid.runtime.consent_commands import consent
from ctid.runtime.dialplan_commands import dialplan
from ctid.runtime.do_not_call_commands import do_not_call
from ctid.runtime.ivr_commands import ivr
from ctid.runtime.journal_commands import journal, replaying
from ctid.runtime.lead_commands import leads
from ctid.runtime.prompt_commands import prompts
from ctid.runtime.simulate import simulation
from ctid.runtime.sources import no_such_agent, read_sources
from ctid.runtime.why import explaining

T = TypeVar("T")
DEFAULT_CONFIG = Path("config/ctid.toml")

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", envvar="CTID_CONFIG", help="The settings' file (config/ctid.toml)."),
]


def language() -> Language:
    """Choose the language of words from the environment: CTID_LANGUAGE, else LC_ALL or LANG."""
    said = os.environ.get("CTID_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return Language.ZH if said.lower().startswith("zh") else Language.EN


def say(text: Text) -> None:
    """Print a sentence in the reader's language."""
    print(text[language()], flush=True)


def settings_from(config: Path | None) -> Settings:
    """Read the settings; a missing default file is no mistake."""
    file = config or (DEFAULT_CONFIG if DEFAULT_CONFIG.exists() else None)
    return read_settings(file, os.environ)


def work(task: Coroutine[Any, Any, T]) -> T:
    """Run a command's work on the fastest event loop there is."""
    try:
        import uvloop  # not on every platform
    except ImportError:
        return asyncio.run(task)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(task)


@app.command()
def run(config: Config = None) -> None:
    """Run the daemon beside its Asterisk until it is told to stop (SIGTERM, Ctrl-C)."""
    from ctid.runtime import daemon
    from ctid.runtime.privacy import mask_log

    settings = settings_from(config)
    logging.basicConfig(
        level=settings.log.level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    if settings.privacy.mask_numbers:
        mask_log()
    work(daemon.run(settings, ready=lambda url: say(Text(f"ctid is up: {url}", f"ctid 已启动：{url}"))))


@app.command()
def check(config: Config = None) -> None:
    """Check the settings, the centre, the flows and the prompts, and name every mistake with its place.

    What is only odd is named too.
    """
    from ctid.runtime.prompt_sounds import without_sound

    settings = settings_from(config)
    sources = read_sources(settings.site, settings.switch.sounds)
    for remark in (*sources.remarks, *without_sound(sources.flows, settings.switch.sounds)):
        print(remark.words(language()), file=sys.stderr)
    site = sources.site
    say(
        Text(
            f"all right: {len(site.agents)} agents, {len(site.queues)} queues, "
            f"{len(site.numbers)} numbers, {len(sources.flows)} flows",
            f"检查通过：{len(site.agents)} 位坐席、{len(site.queues)} 个队列、"
            f"{len(site.numbers)} 个号码、{len(sources.flows)} 个流程",
        )
    )


@app.command()
def login(
    subject: Annotated[str, typer.Argument(help="An agent's id, such as 1001.")],
    supervisor: Annotated[bool, typer.Option(help="A supervisor's page instead of an agent's.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line.")] = False,
    config: Config = None,
) -> None:
    """Print a link that signs an agent's page in, once, within a quarter of an hour."""
    from ctid.runtime.tokens import issue_ticket

    settings = settings_from(config)
    role = "supervisor" if supervisor else "agent"
    if not supervisor and subject not in read_sources(settings.site).site.agents:
        raise Mistaken([no_such_agent(subject, settings.site.centre)])
    ticket = work(issue_ticket(settings, role, subject))
    url = f"http://{settings.http.host}:{settings.http.port}/#ticket={ticket}"
    if as_json:
        print(json.dumps({"subject": subject, "role": role, "ticket": ticket, "url": url}))
    else:
        print(url)


@app.command()
def token(
    name: Annotated[str, typer.Argument(help="The program it is for, such as crm.")],
    scope: Annotated[list[str] | None, typer.Option(help="What it may do; may be given again.")] = None,
    revoke: Annotated[bool, typer.Option("--revoke", help="Make its tokens worthless instead.")] = False,
    config: Config = None,
) -> None:
    """Print a token by which a program is let into the API. It is shown this once and kept nowhere."""
    from ctid.runtime.tokens import issue_token, revoke_tokens

    settings = settings_from(config)
    if revoke:
        revoked = work(revoke_tokens(settings, name))
        say(Text(f"{revoked} tokens revoked", f"已撤销 {revoked} 个令牌"))
    else:
        print(work(issue_token(settings, name, scope or ())))


@app.command()
def integration(
    name: Annotated[str, typer.Argument(help="A name for the other system, such as crm.")],
    may: Annotated[list[Right] | None, typer.Option(help="What it may ask (all of it, if left out).")] = None,
    remove: Annotated[bool, typer.Option(help="Take its secret's power away instead.")] = False,
    config: Config = None,
) -> None:
    """Make an integration, and print the secret it signs its requests with: once, so keep it."""
    from ctid.runtime import integrations

    url = settings_from(config).store.url.get_secret_value()
    if remove:
        work(integrations.remove(url, name))
        say(Text(f"{name} may ask nothing any more", f"{name} 已不再有任何权限"))
    else:
        print(work(integrations.add(url, name, frozenset(may or Right))))


@app.command()
def seed(
    file: Annotated[Path, typer.Argument(help="Customers to add, as in config/seed.yaml.")],
    config: Config = None,
) -> None:
    """Add customers from a file; those who are there already stay as they are."""
    added = work(_seed(settings_from(config), file))
    say(Text(f"{added} customers added", f"已添加 {added} 位客户"))


async def _seed(settings: Settings, file: Path) -> int:
    from ctid.store.seed import seed as seed_store
    from ctid.store.store import Store

    store = await Store.open(settings.store.url.get_secret_value(), clock=SystemClock())
    try:
        return await seed_store(store, file)
    finally:
        await store.close()


@app.command()
def demo(
    once: Annotated[bool, typer.Option(help="End after the call.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the timeline as one JSON line, last.")
    ] = False,
    port: Annotated[int, typer.Option(help="Port of the agents' pages; 0 takes a free one.")] = 8080,
) -> None:
    """Set up a whole centre of its own and take a real call through it (script/demo)."""
    from ctid.lab.demo import Demo

    sources = read_sources(SiteFiles())
    progress = sys.stderr if as_json else sys.stdout
    told = partial(print, file=progress, flush=True)
    show = Demo(sources.site, sources.texts, lambda text: told(text[language()]), language())
    whole: list[bool] = []
    with suppress(KeyboardInterrupt):
        asyncio.run(
            show.run(
                once=once,
                http_port=port,
                tell=told,
                called=lambda timeline: whole.append(_judge(timeline.as_json(), as_json=as_json)),
            )
        )
    raise typer.Exit(0 if all(whole) and whole else 1)


@app.command("demo-call")
def demo_call(
    zh: Annotated[bool, typer.Option("--zh", help="A caller who speaks Chinese.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the timeline as one JSON line, last.")
    ] = False,
) -> None:
    """Place another call in the running demo (script/demo call)."""
    from ctid.lab.order import order_call

    progress = sys.stderr if as_json else sys.stdout
    caller = Language.ZH if zh else Language.EN
    told = partial(print, file=progress, flush=True)
    raise typer.Exit(0 if _judge(asyncio.run(order_call(caller, told)), as_json=as_json) else 1)


app.command("simulate")(simulation(settings_from, language))
app.command("replay")(replaying(language))
app.command("why")(explaining(settings_from, language))
app.add_typer(journal(settings_from), name="journal")
app.add_typer(centre(settings_from, language), name="centre")
app.add_typer(campaign(settings_from, language), name="campaign")
app.add_typer(prompts(settings_from, language), name="prompts")
app.add_typer(do_not_call(settings_from, language), name="do-not-call")
app.add_typer(consent(settings_from, language), name="consent")
app.add_typer(dialplan(settings_from, language), name="dialplan")
app.add_typer(ivr(settings_from, language), name="ivr")
app.add_typer(leads(settings_from, language), name="leads")


def _judge(result: Mapping[str, Any], *, as_json: bool) -> bool:
    """Print how a call of the demo went; say whether every step of it happened."""
    if as_json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        ahead = result.get("pop_before_ring_ms") or 0
        say(Text(f"the page was {ahead:.0f} ms ahead of the phone", f"弹屏早于振铃 {ahead:.0f} 毫秒"))
    if not result.get("ok"):
        missing = ", ".join(result.get("missing", ()))
        print(Text(f"missing: {missing}", f"缺少的步骤：{missing}")[language()], file=sys.stderr)
    return bool(result.get("ok"))


def _mistakes_in(error: BaseException) -> list[Mistaken]:
    """Find what a person can mend in an error, also where several tasks failed together."""
    if isinstance(error, BaseExceptionGroup):
        return [found for inner in error.exceptions for found in _mistakes_in(inner)]
    return [error] if isinstance(error, Mistaken) else []


def main() -> None:
    """Run the command line; say mistakes in the reader's language and exit 1."""
    try:
        app(standalone_mode=True)
    except (Mistaken, BaseExceptionGroup) as error:
        mistakes = _mistakes_in(error)
        if not mistakes:
            raise
        for mistaken in mistakes:
            print(mistaken.words(language()), file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
