"""`ctid ivr`: try a flow before a caller hears it. Check, simulate, test, draw, replay on a real Asterisk."""
# ruff: noqa: PLC0415

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer

from ctid.config.settings import Settings
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.runtime.ivr_check_commands import checking

Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", envvar="CTID_CONFIG", help="The settings' file (config/ctid.toml)."),
]
FlowNamed = Annotated[str, typer.Argument(metavar="FLOW", help="A flow's name, or its file.")]
SomeFlow = Annotated[str | None, typer.Argument(metavar="[FLOW]", help="One flow; all, if left out.")]
SettingsFrom = Callable[[Path | None], Settings]
Speaks = Callable[[], Language]


def ivr(settings_from: SettingsFrom, language: Speaks) -> typer.Typer:
    """Return the commands of `ctid ivr`; they speak the `language` of whoever calls them."""
    commands = typer.Typer(help="Menus: check, simulate, test, draw and replay them.", no_args_is_help=True)
    _simulating(commands, settings_from, language)
    _testing(commands, settings_from, language)
    _calling(commands, settings_from, language)
    _listening(commands, settings_from, language)
    _drawing(commands, settings_from)
    _describing(commands)
    checking(commands, settings_from, language)
    return commands


def _simulating(commands: typer.Typer, settings_from: SettingsFrom, language: Speaks) -> None:
    @commands.command()
    def sim(  # noqa: PLR0913  (a command has as many options as people need)
        flow: FlowNamed,
        *,
        from_: Annotated[str, typer.Option("--from", help="The caller's number.")] = "+12025550123",
        to: Annotated[str, typer.Option(help="The number dialled.")] = "",
        at: Annotated[str | None, typer.Option(help="When: 2026-10-01T10:00+08:00 (now).")] = None,
        lang: Annotated[Language | None, typer.Option(help="The caller's language, if known.")] = None,
        keys: Annotated[
            str | None,
            typer.Option(help='What the caller does: "1 w2 123456# b3 t h"; else it is asked for.'),
        ] = None,
        mock: Annotated[
            list[str] | None, typer.Option(help="NAME=ANSWER of what is asked outside, again for more.")
        ] = None,
        fail: Annotated[
            list[str] | None, typer.Option(help="NAME=timeout or error of what is asked outside.")
        ] = None,
        trace: Annotated[Literal["text", "json"], typer.Option(help="How the call is told.")] = "text",
        config: Config = None,
    ) -> None:
        """Call a flow without a telephone: the interpreter of real calls, on a virtual clock.

        Without --keys it asks what you do: keys, `b` before keys to cut the prompt short, `say:two` to say a
        word, `w2` to wait two seconds, `t` to say nothing, `h` to hang up, `?` for the keys that mean
        something, `g` for where you are.
        """
        from ctid.runtime import ivr_sim

        given = ivr_sim.read_given(from_, to, at, lang, ivr_sim.read_mocks(mock or (), fail or ()))
        ivr_sim.simulate(settings_from(config).site, flow, given, keys, ivr_sim.Shown(trace, language()))


def _testing(commands: typer.Typer, settings_from: SettingsFrom, language: Speaks) -> None:
    @commands.command()
    def test(
        flow: SomeFlow = None,
        *,
        explore: Annotated[bool, typer.Option(help="Try every state, and callers at random.")] = False,
        callers: Annotated[int, typer.Option(min=0, help="How many callers at random.")] = 1000,
        seed: Annotated[int, typer.Option(help="Their chance.")] = 1,
        in_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
        config: Config = None,
    ) -> None:
        """Play the scenarios of the flows (ivr/scenarios) and say what of the flows they have gone by.

        Exit code 1 if a scenario fails, a node or a way is never gone, or exploring finds what must not be.
        """
        from ctid.runtime import ivr_test

        at_random = ivr_test.AtRandom(callers, seed) if explore else None
        tested = ivr_test.test(settings_from(config).site, flow, at_random)
        ivr_test.tell(tested, language(), in_json=in_json)
        raise typer.Exit(0 if tested.passed else 1)


def _calling(commands: typer.Typer, settings_from: SettingsFrom, language: Speaks) -> None:
    @commands.command()
    def call(
        scenarios: Annotated[
            list[str] | None, typer.Argument(metavar="[SCENARIO]...", help="Names, files or flows; else all.")
        ] = None,
        *,
        in_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
        config: Config = None,
    ) -> None:
        """Replay scenarios on a real Asterisk, in a centre of its own, beside the simulation.

        Exit code 1 if one goes another way there. What cannot be replayed is named, with the reason.
        """
        from ctid.runtime import ivr_call, ivr_call_words

        compared = asyncio.run(ivr_call.in_a_house(settings_from(config).site, scenarios or ()))
        ivr_call_words.tell(compared, language(), in_json=in_json)
        raise typer.Exit(0 if all(one.agrees for one in compared) else 1)


def _listening(commands: typer.Typer, settings_from: SettingsFrom, language: Speaks) -> None:
    @commands.command()
    def listen(
        phone: Annotated[str, typer.Argument(help="The phone that rings, such as 1001.")],
        number: Annotated[str, typer.Argument(help="The number it then calls; else the first one.")] = "",
        config: Config = None,
    ) -> None:
        """Ring a phone of yours and have it hear what callers hear: a real call to a number of the centre."""
        from ctid.runtime.ivr_listen import listen as ring
        from ctid.runtime.sources import read_sources

        settings = settings_from(config)
        called = number or next(iter(read_sources(settings.site).site.numbers))
        asyncio.run(ring(settings, phone, called))
        said = Text(f"{phone} rings; answer, and it calls {called}", f"{phone} 正在振铃，接听即呼叫 {called}")
        typer.echo(said[language()])


def _drawing(commands: typer.Typer, settings_from: SettingsFrom) -> None:
    @commands.command()
    def graph(
        flow: FlowNamed,
        *,
        svg: Annotated[bool, typer.Option("--svg", help="A picture instead of Mermaid text.")] = False,
        last: Annotated[
            str | None, typer.Option(help="Add who went where in the last 7d, 12h or 30m, from the log.")
        ] = None,
        config: Config = None,
    ) -> None:
        """Draw a flow: nodes coloured by kind, ways labelled by key; Mermaid text, or an SVG picture."""
        from ctid.runtime import ivr_graph

        typer.echo(ivr_graph.draw(settings_from(config), flow, svg=svg, last=last))


def _describing(commands: typer.Typer) -> None:
    @commands.command("schema")
    def print_schema() -> None:
        """Print the JSON Schema of flows, for editors to complete them by (config/schema/ivr.v1.json)."""
        import json

        from ctid.ivr.schema import schema

        typer.echo(json.dumps(schema(), indent=2, ensure_ascii=False))
