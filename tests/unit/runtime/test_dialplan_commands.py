"""`ctid dialplan`, as somebody at a keyboard sees it."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import pretend_console
from ctid.config.settings import Settings
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.runtime.dialplan_commands import dialplan

TEXT = """\
[in]
exten => _4XXX,1(begin),Answer()
 same => n,Goto(out,s,1)
exten => 4001,2,NoOp(no beginning)
include => out
[out]
exten => _X.,1,Hangup()
exten => s,1,Hangup()
"""


@pytest.fixture
def etc(tmp_path: Path) -> Path:
    (tmp_path / "extensions.conf").write_text(TEXT)
    return tmp_path


def run(*words: str, control: tuple[str, ...] = (), language: Language = Language.EN) -> Result:
    settings = Settings.model_validate({"switch": {"control": control}})
    return CliRunner().invoke(dialplan(lambda _: settings, lambda: language), [str(word) for word in words])


def code_of(result: Result) -> str:
    assert isinstance(result.exception, Mistaken)
    return result.exception.mistakes[0].code


def test_show_tells_the_steps_and_what_else_matches(etc: Path) -> None:
    result = run("show", "4001@in", "--etc", str(etc))
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "in: _4XXX  extensions.conf:2:1",
        "  1(begin)     Answer()  extensions.conf:2:25",
        "  2            Goto(out,s,1)  extensions.conf:3:12",
        "matches, but has no priority 1:",
        "  in: 4001  extensions.conf:4:1",
        "matches as well, but comes later:",
        "  in → out: _X.  extensions.conf:7:1",
    ]


def test_show_speaks_chinese(etc: Path) -> None:
    result = run("show", "9x@in", "--etc", str(etc), "--caller", "555", language=Language.ZH)
    assert "_X." in result.output
    assert "没有匹配的分机" in run("show", "x@in", "--etc", str(etc), language=Language.ZH).output


def test_show_tells_one_json_object(etc: Path) -> None:
    told = json.loads(run("show", "4001@in", "--etc", str(etc), "--json").output)
    assert told["first"]["extension"] == "_4XXX"
    assert told["first"]["steps"][1]["place"] == "extensions.conf:3:12"
    assert [each["extension"] for each in told["matching"]] == ["4001", "_4XXX", "_X."]


@pytest.mark.parametrize(("what", "code"), [("4001", "R612"), ("4001@nowhere", "R613")])
def test_what_cannot_be_looked_for_is_told(etc: Path, what: str, code: str) -> None:
    assert code_of(run("show", what, "--etc", str(etc))) == code


def test_a_folder_without_a_dialplan_is_told(tmp_path: Path) -> None:
    assert code_of(run("graph", "--etc", str(tmp_path))) == "R614"


def test_what_may_not_be_written_is_told(etc: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    sources = tmp_path_factory.mktemp("sources")
    (sources / "one.conf").write_text("[a]\n")
    (etc / "extensions.conf").write_text('#tryinclude "dialplan/*.conf"\n')
    (etc / "dialplan.generations").write_text("in the way")
    assert code_of(run("apply", "--etc", str(etc), "--from", str(sources))) == "R615"


@pytest.mark.parametrize(("form", "begins"), [("mermaid", "flowchart"), ("svg", "<"), ("dot", "digraph")])
def test_a_graph_is_drawn(etc: Path, form: str, begins: str) -> None:
    result = run("graph", "--etc", str(etc), "--format", form)
    assert result.exit_code == 0
    assert result.output.startswith(begins)


def test_a_dialplan_is_looked_at_applied_verified_and_taken_back(
    etc: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    control = (sys.executable, pretend_console.__file__, str(etc))
    (etc / "extensions.conf").write_text('#tryinclude "dialplan/*.conf"\n')
    sources = tmp_path_factory.mktemp("sources")
    both = ("--etc", str(etc), "--from", str(sources))
    assert code_of(run("diff", *both)) == "R601"
    (sources / "one.conf").write_text(TEXT)
    assert "+[in]" in run("diff", *both).output
    assert "generation 1" in run("apply", *both, control=control).output
    assert "nothing would change" in run("diff", *both).output
    (sources / "one.conf").write_text(TEXT.replace("4XXX", "5XXX"))
    assert "第 2 代" in run("apply", *both, control=control, language=Language.ZH).output
    assert run("verify", "--etc", str(etc), control=control).exit_code == 0
    assert "generation 1" in run("rollback", "--etc", str(etc), control=control).output
    (etc / "pretend").write_text("add '9' =>  1. Dial(elsewhere)")
    result = run("verify", "--etc", str(etc), control=control)
    assert result.exit_code == 1
    assert "only in Asterisk: [in] '9' =>  1. Dial(elsewhere)" in result.output
    assert code_of(run("verify", "--etc", str(etc))) == "R607"
