"""`ctid ivr check`: what is wrong with flows, for people, editors, hooks and code hosts."""
# ruff: noqa: PLC0415

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from ctid.config.settings import Settings
from ctid.model.languages import Language
from ctid.runtime.findings import Format

Flows = Annotated[
    list[str] | None, typer.Argument(metavar="[FLOW]...", help="Names or files of flows; all, if left out.")
]
How = Annotated[Format, typer.Option("--format", help="For people, programs, SARIF readers, GitHub.")]
Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", envvar="CTID_CONFIG", help="The settings' file (config/ctid.toml)."),
]


def checking(
    commands: typer.Typer, settings_from: Callable[[Path | None], Settings], language: Callable[[], Language]
) -> None:
    """Add `check` to the commands of `ctid ivr`."""

    @commands.command()
    def check(flows: Flows = None, how: How = Format.TEXT, config: Config = None) -> None:
        """Say what is wrong with flows, each with its place, why it matters and how to mend it.

        Exit code 1 if anything is an error; warnings alone are 0. A comment with a reason lets a line be:
        # ctid:ignore I108 the law asks for every word. All codes: docs/reference/flow-checks.md.
        """
        from ctid.runtime.findings import written
        from ctid.runtime.flow_check import check_flows

        settings = settings_from(config)
        findings = check_flows(settings.site, flows or (), settings.switch.sounds)
        if told := written(findings, how, language()):
            typer.echo(told)
        typer.echo(findings.summary()[language()], err=True)
        raise typer.Exit(0 if findings.passed else 1)
