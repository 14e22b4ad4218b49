"""The reference says what the code does: events, settings, routes, codes, nodes, drawings, examples."""

import ast
import re
import runpy
from functools import cache
from pathlib import Path

import pytest

from ctid.config.centre import read_site
from ctid.config.sections import Settings, is_secret, keys
from ctid.ivr.names import Names
from ctid.ivr.nodes import KINDS
from ctid.ivr.parse import parse_flow
from ctid.ivr.rules import RULES
from ctid.model.events import EventKind

HOUSE = Path(__file__).parents[2]
DOCS = HOUSE / "docs"
SUBJECTS = {"call", "offer", "agent", "reason"}  # the arguments of `World.tell` that are no facts


@cache
def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


@cache
def rows(name: str) -> dict[str, str]:
    """The rows of a page's tables by the code that stands first in them."""
    return dict(re.findall(r"^\| `([^`]+)`(.*)$", page(name), re.MULTILINE))


def sources(folder: str) -> list[str]:
    files = sorted((HOUSE / folder).rglob("*.py"))
    return [path.read_text("utf-8") for path in files if "node_modules" not in path.parts]


@cache
def facts_told() -> dict[EventKind, set[str]]:
    """The facts of each kind that the centre's rules tell."""
    told: dict[EventKind, set[str]] = {}
    for code in sources("ctid/centre"):
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".tell") and node.args:
                kind = EventKind[ast.unparse(node.args[0]).removeprefix("EventKind.")]
                names = {word.arg for word in node.keywords if word.arg is not None} - SUBJECTS
                told.setdefault(kind, set()).update(names)
    return told


@pytest.mark.parametrize("kind", EventKind)
def test_every_event_is_described_with_its_facts(kind: EventKind) -> None:
    row = rows("reference/events.md")[kind]
    assert [fact for fact in facts_told().get(kind, ()) if f"`{fact}`" not in row] == []


def test_only_events_that_nobody_tells_are_called_not_said_yet() -> None:
    unsaid = page("reference/events.md").partition("## Named, not said yet")[2].partition("## ")[0]
    listed = set(re.findall(r"^\| `([^`]+)`", unsaid, re.MULTILINE))
    # The runtime says one kind itself: that a row is committed.
    assert listed == {*EventKind} - {*facts_told()} - {EventKind.INTERACTION_LOGGED}


def test_no_event_is_described_that_does_not_exist() -> None:
    kinds = {name for name in rows("reference/events.md") if "." in name}
    assert kinds <= {*EventKind}


@pytest.mark.parametrize(("section", "key"), list(keys()))
def test_every_setting_is_described_with_its_variable_and_default(section: str, key: str) -> None:
    row = rows("reference/settings.md")[f"{section}.{key}"]
    default = getattr(getattr(Settings(), section), key)
    value = default.get_secret_value() if is_secret(section, key) else default
    shown = ", ".join(map(str, value)) if isinstance(value, tuple) else _as_written(value)
    assert f"`CTID_{section}__{key}`".upper() in row
    assert (f"| `{shown}` |" if shown else "| none |") in row


def _as_written(value: object) -> str:
    """A value as the settings' file has it."""
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def test_no_setting_is_described_that_does_not_exist() -> None:
    described = {name for name in rows("reference/settings.md") if "." in name}
    assert described == {f"{section}.{key}" for section, key in keys()}


def routes_of(code: str) -> set[str]:
    """The routes of a module; a path may begin with the module's own `_PATH`."""
    begins = dict(re.findall(r'^(_PATH) = "([^"]+)"', code, re.MULTILINE))
    found = re.findall(r'@routes\.(\w+)\((_PATH)?(?: \+ )?(?:r?"([^"]+)")?\)', code)
    return {f"{method.upper()} {begins.get(name, '')}{rest}" for method, name, rest in found}


def test_every_route_is_described() -> None:
    routes = {
        route for code in sources("ctid/api/routes") for route in routes_of(code) if "{path:" not in route
    }
    assert routes == {name for name in rows("reference/rest.md") if re.match("[A-Z]+ /", name)}


def test_every_problem_is_described_with_its_status() -> None:
    code = (HOUSE / "ctid/api/problems.py").read_text("utf-8")
    known = re.findall(r'^ {4}"(\w+)": \(\s*(\d{3}),', code, re.MULTILINE)
    assert known
    described = rows("reference/rest.md")
    assert [name for name, status in known if f"| {status} |" not in described.get(name, "")] == []


def test_every_reason_to_refuse_a_command_is_described() -> None:
    desk = (HOUSE / "ctid/centre/desk.py").read_text("utf-8")
    refusals = set(re.findall(r'return Reason\("(\w+)"', desk))
    assert refusals <= set(rows("reference/rest.md"))


def test_every_kind_of_node_and_every_rule_is_described() -> None:
    assert {*KINDS, *RULES} <= set(rows("reference/flows.md"))


def test_every_rule_for_flows_is_described() -> None:
    described = {name for name in rows("reference/flow-checks.md") if re.fullmatch(r"I\d{3}", name)}
    assert described == {f"I{number}" for number in range(101, 119)}
    written = set(re.findall(r'"(I1(?:0\d|1[0-8]))"', "\n".join(sources("ctid/ivr"))))
    assert described == written


def test_every_code_of_a_mistake_belongs_to_a_family_that_is_described() -> None:
    written = set(re.findall(r'"([A-Z]\d{3})"(?!:)', "\n".join(sources("ctid"))))  # what has a colon is a key
    families = re.findall(
        r"^\| ([A-Z])(\d{3})–[A-Z](\d{3}) \|", page("how-to/mend-a-mistake.md"), re.MULTILINE
    )
    described = {f"{letter}{n:03}" for letter, low, high in families for n in range(int(low), int(high) + 1)}
    assert written - described == set()
    assert {letter for letter, _, _ in families} == {code[0] for code in written}
    assert len(described) == sum(int(high) - int(low) + 1 for _, low, high in families)  # each in one family


def test_the_example_of_a_centre_is_a_sound_one() -> None:
    site = read_site(_example("reference/centre.md"), "centre.md", flows={"main"})
    assert site.agents


def test_the_example_of_a_flow_is_a_sound_one() -> None:
    flow = parse_flow(
        _example("reference/flows.md"), "flows.md", Names(queues={"support"}, calendars={"office"}, skills=())
    )
    assert flow.nodes


def _example(name: str) -> str:
    found = re.search(r"```yaml\n(.*?)```", page(name), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_state_machines_are_drawn_from_todays_tables() -> None:
    drawn = runpy.run_path(str(DOCS / "draw.py"))["page"]()
    assert page("reference/state-machines.md") == drawn, "run: .venv/bin/python docs/draw.py"
