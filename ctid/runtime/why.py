"""`ctid why`: why a call waits, why it was offered to whom, why a lead was not called; its tables."""

import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from ctid.config.settings import Settings
from ctid.model.ids import LEAD_PREFIX
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.runtime import campaign_words

Json = Mapping[str, Any]

NO_TERMINAL = 160  # columns for whoever reads from a pipe

_DRESS: dict[str, Any] = {"title_justify": "left", "box": SIMPLE_HEAD}
_HEADINGS: dict[str, Text] = {
    "would_do": Text("Who would do", "符合条件的坐席"),
    "adds": Text("Whom step {step} adds", "第 {step} 步增加的坐席"),
    "offers": Text("Offers", "分配记录"),
    "agent": Text("agent", "坐席"),
    "step": Text("step", "步骤"),
    "does": Text("does", "状态"),
    "made": Text("made", "时间"),
    "ended": Text("ended", "结果"),
    "why": Text("why this agent", "选择原因"),
    "more": Text("and {more} more", "另有 {more} 位"),
}


def explaining(
    settings_from: Callable[[Path | None], Settings], language: Callable[[], Language]
) -> Callable[..., None]:
    """Return the command; it speaks the `language` of whoever calls it."""

    def why(
        call: Annotated[
            str, typer.Argument(help="An interaction's id, a caller's number, `last`, or a lead's id.")
        ],
        as_json: Annotated[bool, typer.Option("--json", help="Print what the API answers, as JSON.")] = False,
        config: Annotated[
            Path | None, typer.Option("--config", "-c", envvar="CTID_CONFIG", help="The settings' file.")
        ] = None,
    ) -> None:
        """Say why a call waits, who would do and what they are busy with; and why each offer went to whom.

        Of a lead: why it was, or was not, called.
        """
        from ctid.runtime.explain import explain, explain_lead  # noqa: PLC0415  (no other command needs it)

        of_lead = call.startswith(LEAD_PREFIX)
        told = asyncio.run((explain_lead if of_lead else explain)(settings_from(config), call, language()))
        if as_json:
            typer.echo(json.dumps(told))
        elif of_lead:
            typer.echo("\n".join(campaign_words.lead(told, language())))
        else:
            width = None if sys.stdout.isatty() else NO_TERMINAL
            report(told, language(), Console(markup=False, highlight=False, emoji=False, width=width))

    return why


def report(told: Json, language: Language, console: Console) -> None:
    """Print an explanation for people."""

    def word(key: str, **facts: object) -> str:
        return _HEADINGS[key][language].format_map(facts)

    def agents(title: str, who: Json) -> None:
        table = Table(word("agent"), word("step"), word("does"), title=title, **_DRESS)
        for one in who["agents"]:
            table.add_row(f"{one['name']} ({one['agent']})", str(one["step"] or "–"), one["what"][language])
        if who["more"]:
            table.add_row(word("more", more=who["more"]))
        if who["agents"]:
            console.print(table)

    console.print(told["interaction"])
    for sentence in told["says"]:
        console.print(sentence)
    place = (told["wait"] or {}).get("place")
    if place is not None:
        agents(word("would_do"), place["would_do"])
        if place["next"] is not None:
            agents(word("adds", step=place["next"]["step"]), place["next"]["adds"])
    if told["offers"]:
        console.print(_offers(told["offers"], language, word))


def _offers(offers: list[Json], language: Language, word: Callable[[str], str]) -> Table:
    table = Table(word("made"), word("agent"), word("ended"), word("why"), title=word("offers"), **_DRESS)
    for one in offers:
        made = f"{datetime.fromisoformat(one['made_at']).astimezone():%Y-%m-%d %H:%M:%S}"
        ended = one["ended_because"][language] if one["ended_because"] else one["state"]
        table.add_row(made, f"{one['name']} ({one['agent']})", ended, one["why"][language])
    return table
