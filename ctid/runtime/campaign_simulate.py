"""`ctid campaign simulate`: what may be expected of a campaign before anybody is called."""
# ruff: noqa: PLC0415

import asyncio
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from ctid.acd.workflows import admits, workflow_of
from ctid.config.settings import Settings
from ctid.model.attempts import Attempt, Mode
from ctid.model.campaigns import Campaign
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.model.site import Site
from ctid.runtime import campaign_forecast_words as words
from ctid.runtime.campaign_world import LOOKED_AT, Said, known_of, world_of

PACED = (Mode.PROGRESSIVE, Mode.POWER, Mode.PREDICTIVE)
PIPE = 100  # columns for whoever reads from one

Name = Annotated[str, typer.Argument(help="A campaign, as centre.yaml names it.")]
Agents = Annotated[int | None, typer.Option(min=1, max=1000, help="All who answer its queue, if left out.")]
Hours = Annotated[float, typer.Option(min=0.5, max=24, help="Of a day; the first 15 minutes do not count.")]
Answers = Annotated[float | None, typer.Option(min=0.01, max=1, help="Share of calls that people answer.")]
Machines = Annotated[float | None, typer.Option(min=0, max=0.99, help="Share that machines answer.")]
Talk = Annotated[float | None, typer.Option(min=1, help="Mean talk, seconds.")]
Wrap = Annotated[float | None, typer.Option(min=0, help="Mean notes after it, seconds.")]
Days = Annotated[int, typer.Option(min=1, max=1000, help="How many days to play.")]
Seed = Annotated[int, typer.Option(help="The first day; the same seed plays the same day.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", envvar="CTID_CONFIG", help="The settings' file (config/ctid.toml)."),
]


def simulating(
    commands: typer.Typer, settings_from: Callable[[Path | None], Settings], language: Callable[[], Language]
) -> None:
    """Add the command."""

    @commands.command()
    def simulate(  # noqa: PLR0913  (a command has as many options as people need)
        name: Name,
        *,
        agents: Agents = None,
        hours: Hours = 8,
        answers: Answers = None,
        machines: Machines = None,
        talk: Talk = None,
        wrap: Wrap = None,
        days: Days = 6,
        seed: Seed = 1,
        as_json: AsJson = False,
        config: Config = None,
    ) -> None:
        """Play days of a campaign: talk time, abandonment beside the law's limit, waits, lines."""
        said = Said(agents, hours, answers, machines, talk, wrap)
        _simulate(settings_from(config), name, said, range(seed, seed + days), language(), in_json=as_json)


def _simulate(
    settings: Settings, name: str, said: Said, seeds: range, language: Language, *, in_json: bool
) -> None:
    from ctid.runtime import campaign_days
    from ctid.runtime.sources import in_force, read_sources

    sources = read_sources(settings.site)
    campaign = _campaign(sources.site, name, str(settings.site.centre))
    profile = in_force(sources.laws).get(campaign.profile)
    if profile is None:
        raise Mistaken([words.no_law(campaign)])
    agents = said.agents or _agents(sources.site, campaign)
    known = known_of(asyncio.run(_last_attempts(settings, name)))
    world = world_of(campaign, agents, known, said)
    if world.answers[0] + world.machines.share > 1:
        raise Mistaken([words.too_many_answers(world)])
    rehearsal = campaign_days.Rehearsal(campaign, world, profile.abandonment)
    with _bar(words.PLAYED[language], len(seeds)) as played:
        found = campaign_days.forecast(rehearsal, list(campaign_days.play_all(rehearsal, seeds, played)))
    if in_json:
        typer.echo(json.dumps(words.as_json(rehearsal, known, found, seeds)))
        return
    typer.echo(words.head(rehearsal, known, language))
    Console(width=None if sys.stdout.isatty() else PIPE).print(words.table(found, language))
    typer.echo(words.verdict(found, language))


def _campaign(site: Site, name: str, file: str) -> Campaign:
    campaign = site.campaigns.get(name)
    if campaign is None:
        raise Mistaken([words.no_campaign(name, site.campaigns, file)])
    if campaign.mode not in PACED:
        raise Mistaken([words.not_paced(campaign, file)])
    return campaign


def _agents(site: Site, campaign: Campaign) -> int:
    """Count who answers a campaign's queue."""
    assert campaign.queue is not None
    wanted = workflow_of(site.queues[campaign.queue]).steps[-1].admits
    many = sum(admits(wanted, agent) for agent in site.agents.values())
    if not many:
        raise Mistaken([words.no_agents(campaign)])
    return many


async def _last_attempts(settings: Settings, name: str) -> Sequence[Attempt]:
    from ctid.runtime.clock import SystemClock
    from ctid.store.store import Store

    store = await Store.open(settings.store.url.get_secret_value(), clock=SystemClock())
    try:
        return await store.last_attempts(name, LOOKED_AT)
    finally:
        await store.close()


@contextmanager
def _bar(title: str, days: int) -> Iterator[Callable[[], None]]:
    """Yield what is told of each day that is over; where nobody looks on, nothing is drawn."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(title, total=days)
        yield lambda: bar.advance(task)
