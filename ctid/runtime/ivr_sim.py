"""`ctid ivr sim`: one simulated call, keys typed live or given, and its transcript."""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer

from ctid.config.sections import SiteFiles
from ctid.ivr.flow import Flow
from ctid.ivr.sim.dialog import follow
from ctid.ivr.sim.explore import explore
from ctid.ivr.sim.given import FAILURES, Answer, Given, Mocks
from ctid.ivr.sim.keys import NoActError, read_keys
from ctid.ivr.sim.live import Conversation
from ctid.ivr.sim.reading import read_instant
from ctid.ivr.sim.speech import reckoned
from ctid.ivr.sim.trace import trace
from ctid.ivr.sim.trial import Trial, World
from ctid.ivr.sim.words import Transcript
from ctid.model.ids import FlowName
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken
from ctid.runtime import ivr_mistakes as mistakes
from ctid.runtime.sources import Sources, read_sources

FAIL = "--fail"


@dataclass(frozen=True, slots=True)
class Shown:
    """How a call is shown: `trace` is text or json."""

    trace: str
    language: Language


def flow_named(sources: Sources, name: str) -> Flow:
    """Find a flow by its name or its file. Raises Mistaken (R160)."""
    flow = sources.flows.get(FlowName(Path(name).stem))
    if flow is None:
        raise Mistaken([mistakes.no_such_flow(name, sources.flows)])
    return flow


def read_given(ani: str, dnis: str, at: str | None, language: Language | None, mocks: Mocks) -> Given:
    """Read the circumstances. Raises Mistaken (R161)."""
    instant = read_instant(at) if at is not None else None
    if at is not None and instant is None:
        raise Mistaken([mistakes.no_instant(at)])
    return Given(ani, dnis, instant, language, mocks=mocks)


def read_mocks(answers: Iterable[str], failures: Iterable[str]) -> Mocks:
    """Read `NAME=ANSWER` of both options. Raises Mistaken (R162) with all that are none."""
    read: dict[str, tuple[Answer, ...]] = {}
    found: list[Mistake] = []
    for option, written in (("--mock", answers), (FAIL, failures)):
        for one in written:
            name, equals, answer = one.partition("=")
            if not (name and equals and answer) or (option == FAIL and answer not in FAILURES):
                found.append(mistakes.no_mock(option, one))
            read[name] = tuple(Answer(said) for said in answer.split(","))
    if found:
        raise Mistaken(found)
    return read


def world_of(sources: Sources) -> World:
    """Return what the site's files say of the world of its calls."""
    return World(sources.flows, sources.site.calendars, reckoned(sources.texts))


def simulate(files: SiteFiles, name: str, given: Given, keys: str | None, shown: Shown) -> None:
    """Play one call and tell it."""
    sources = read_sources(files)
    flow = flow_named(sources, name)
    now = datetime.now(UTC)
    world = world_of(sources)
    if given.mocks:
        asked = explore(flow, Given(), world, now=now).outside
        if unknown := given.mocks.keys() - asked.keys() - flow.nodes.keys():
            raise Mistaken(mistakes.nothing_to_mock(mock, asked) for mock in sorted(unknown))
    trial = Trial(flow, given, world, now=now)
    if keys is None and shown.trace == "text":
        _live(Conversation(trial, sources.texts), shown.language)
        return
    try:
        follow(trial, read_keys(sys.stdin.read() if keys is None else keys), sources.texts)
    except NoActError as error:
        raise Mistaken([mistakes.no_act(error.word)]) from error
    if shown.trace == "json":
        typer.echo(json.dumps(trace(trial, sources.texts), ensure_ascii=False))
    else:
        for line in Transcript(trial, sources.texts).more():
            typer.echo(line[shown.language])


def _live(conversation: Conversation, language: Language) -> None:
    """Ask a person what the caller does, until the call is over."""
    for line in conversation.begin():
        typer.echo(line[language])
    while not conversation.over:
        try:
            typed = input("> ")
        except EOFError:
            typed = "h"
        for line in conversation.do(typed):
            typer.echo(line[language])
