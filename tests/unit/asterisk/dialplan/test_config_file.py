"""Sections, templates and includes."""

import pytest

from ctid.asterisk.dialplan import Kind, Texts
from ctid.asterisk.dialplan.config_file import ConfigFile, read_config


def config(text: str, **others: str) -> ConfigFile:
    files = {f"{name}.conf": content for name, content in others.items()}
    return read_config(Texts({"extensions.conf": text, **files}), "extensions.conf")


def settings(text: str, **others: str) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for section in config(text, **others).sections:
        found.setdefault(section.name, []).extend((each.name, each.value) for each in section.entries)
    return found


def kinds(found: ConfigFile) -> list[Kind]:
    return [each.kind for each in found.complaints]


def test_both_arrows_mean_the_same() -> None:
    assert settings("[a]\nx = 1\ny=>2\n z =>  3 ") == {"a": [("x", "1"), ("y", "2"), ("z", "3")]}


def test_a_section_inherits_templates_in_order_before_its_own() -> None:
    text = "[t](!)\na=1\n[u](!)\nb=2\n[s](u,t)\nc=3"
    assert settings(text)["s"] == [("b", "2"), ("a", "1"), ("c", "3")]


def test_what_is_inherited_keeps_the_place_where_it_was_written() -> None:
    section = config("[t](!)\na=1\n[s](t)").sections[-1]
    assert str(section.entries[0].place()) == "extensions.conf:2:3"


def test_a_plus_goes_on_in_the_section_of_that_name() -> None:
    found = config("[s]\na=1\n[x]\n[S](+)\nb=2")
    assert [section.name for section in found.sections] == ["s", "x"]
    assert [each.name for each in found.sections[0].entries] == ["a", "b"]


@pytest.mark.parametrize("heading", ["[s](nobody)", "[nobody](+)", "[s", "[s](", "a=1"])
def test_a_heading_that_fails_ends_everything_in_the_first_file(heading: str) -> None:
    assert not config(f"{heading}\n[s]\na=1").whole


def test_in_an_included_file_it_ends_no_more_than_that_file() -> None:
    found = config('[s]\na=1\n#include "b.conf"\nc=3', b="b=2\n[x](nobody)\nlost=1")
    assert found.whole
    assert [each.name for each in found.sections[0].entries] == ["a", "b", "c"]
    assert kinds(found) == [Kind.NO_SUCH_SECTION]


def test_an_included_file_goes_on_in_the_section_and_leaves_it_to_whoever_included() -> None:
    told = settings('[s]\na=1\n#include <b.conf>\nc=3\n#include "d.conf"', b="b=2\n[x]\nx=1", d="d=4")
    assert told == {"s": [("a", "1"), ("b", "2"), ("c", "3")], "x": [("x", "1"), ("d", "4")]}


def test_a_missing_include_is_fatal_and_a_missing_tryinclude_is_not() -> None:
    assert not config('[s]\n#include "nobody.conf"').whole
    assert config('[s]\n#tryinclude "nobody.conf"').whole


def test_braces_and_stars_find_files_in_order() -> None:
    names = {"b/2.conf": "y=2", "b/1.conf": "x=1", "c/1.conf": "z=3", "b/.hidden.conf": "h=4"}
    source = Texts({"extensions.conf": "[s]\n#include {c,b}/*.conf", **names})
    entries = read_config(source, "extensions.conf").sections[0].entries
    assert [each.name for each in entries] == ["z", "x", "y"]


def test_what_is_included_again_is_shown_under_another_name() -> None:
    found = config("[s]\n#include b.conf\n#include b.conf\n#include b.conf", b="x=1")
    assert [each.told for each in found.sections[0].entries] == ["b.conf:1", "b.conf~~1:1", "b.conf~~2:1"]


def test_a_file_that_includes_itself_is_read_ten_times() -> None:
    found = config("[s]\n#include b.conf", b="x=1\n#tryinclude b.conf")
    assert len(found.sections[0].entries) == 9


def test_exec_is_reported_and_never_run() -> None:
    (complaint,) = config('[s]\n#exec "rm -rf /"').complaints
    assert (complaint.kind, complaint.said, complaint.place.column) == (Kind.EXEC, ('"rm -rf /"',), 7)


def test_other_languages_are_left_alone_but_named() -> None:
    assert Kind.OTHER_LANGUAGE in kinds(config('[s]\n#tryinclude "extensions.ael"'))


def test_a_plus_lengthens_the_last_setting_of_that_name() -> None:
    assert settings("[s]\na=1\na=2\na+=3\nb += 4") == {"s": [("a", "1"), ("a", "23"), ("b", "4")]}


def test_lines_that_are_no_settings_are_named_with_their_places() -> None:
    found = config("[s]\nnothing\n = x\n#what\n#include")
    assert [(each.kind, each.place.line) for each in found.complaints] == [
        (Kind.NO_EQUALS, 2),
        (Kind.NO_NAME, 3),
        (Kind.UNKNOWN_DIRECTIVE, 4),
        (Kind.NO_ARGUMENT, 5),
    ]


def test_a_comment_that_does_not_end_is_named_with_its_beginning() -> None:
    assert [str(each.place) for each in config("[s]\na=1\n;-- lost\nb=2").complaints] == [
        "extensions.conf:3:1"
    ]
