from pathlib import Path

import pytest

from ctid.lab.templates import render, render_folder
from ctid.model.mistakes import Mistaken


def test_only_double_braces_are_filled_and_asterisks_own_signs_stay() -> None:
    text = "same => n,Set(X=${EXTEN:1}$[1+1])\nport = {{port}}\n"
    assert render(text, {"port": "5060"}, "x.conf") == "same => n,Set(X=${EXTEN:1}$[1+1])\nport = 5060\n"


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again() -> None:
    assert render("{{a}}", {"a": "{{b}}", "b": "no"}, "x.conf") == "{{b}}"


def test_an_unknown_name_is_refused_with_its_line_and_column() -> None:
    with pytest.raises(Mistaken) as refused:
        render("first\nport = {{prot}}\n", {"port": "1"}, "etc/http.conf")
    (mistake,) = refused.value.mistakes
    assert (mistake.code, str(mistake.place)) == ("R510", "etc/http.conf:2:8")
    assert "port" in mistake.mend.en
    assert "{{prot}}" in mistake.what.zh


def test_a_value_that_no_template_uses_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.conf").write_text("{{used}}")
    with pytest.raises(Mistaken, match=r"R511.*lost"):
        render_folder(tmp_path, {"used": "1", "lost": "2"})


def test_a_folder_is_filled_file_by_file_and_parts_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.conf").write_text("a={{x}}")
    (tmp_path / "b.conf").write_text("b={{y}}")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/c.conf").write_text("{{unknown}}")
    assert render_folder(tmp_path, {"x": "1", "y": "2"}) == {"a.conf": "a=1", "b.conf": "b=2"}
