"""A dialplan as Asterisk loads it. What is told here of Asterisk, tests/asterisk/test_dialplan.py proves."""

from hypothesis import given
from hypothesis import strategies as st

from ctid.asterisk.dialplan import Dialplan, Kind, Priority, Texts, parse
from ctid.asterisk.dialplan.shown import show


def load(text: str, **known: str) -> Dialplan:
    return parse(Texts({"extensions.conf": text}), known=known)


def steps(text: str) -> list[tuple[str, int, str, str]]:
    found = load(f"[a]\n{text}").contexts["a"].priorities()
    return [(each.extension, each.number, each.app, each.data) for each in found]


def only(text: str) -> Priority:
    (step,) = load(f"[a]\n{text}").contexts["a"].priorities()
    return step


def kinds(text: str) -> list[Kind]:
    return [each.kind for each in load(f"[a]\n{text}").complaints]


def test_same_and_n_go_on() -> None:
    text = "exten => 1,1(go),Answer()\n same => n,Wait(2)\n same => n+2(on),NoOp\n same => s(x),NoOp"
    assert [number for _, number, _, _ in steps(text)] == [1, 2, 5]


def test_n_goes_on_from_another_extension() -> None:
    assert steps("exten => 1,7,A\nexten => 2,n,B")[-1] == ("2", 8, "B", "")


def test_n_after_a_hint_is_registered_nowhere() -> None:
    assert steps("exten => 1,hint,SIP/1\n same => n,A\n same => n,B") == [("1", -1, "SIP/1", "")]


def test_a_priority_that_is_taken_is_left_out_and_named() -> None:
    assert steps("exten => 1,1,A\nexten => 1,1,B") == [("1", 1, "A", "")]
    assert kinds("exten => 1,1,A\nexten => 1,1,B") == [Kind.PRIORITY_TAKEN]


def test_names_of_the_same_rank_are_one_extension() -> None:
    (extension,) = load("[a]\nexten => 1-0-1,1,A\nexten => 101,2,B").contexts["a"].extensions
    assert [each.extension for each in extension.priorities] == ["1-0-1", "101"]


def test_a_label_that_is_taken_is_left_out_of_its_priority() -> None:
    (extension,) = load("[a]\nexten => 1,1(x),A\n same => n(x),B").contexts["a"].extensions
    assert [each.label for each in extension.priorities] == ["x", None]


def test_a_label_may_stand_for_a_number() -> None:
    assert [number for _, number, _, _ in steps("exten => 1,3(x),A\nexten => 1,x+2,B")] == [3, 5]


def test_a_pattern_spelt_anew_after_a_label_was_looked_for_is_told_to_crash_asterisk() -> None:
    deadly = "exten => _1XX,1(x),A\nexten => _1XX,y,B\nexten => _1xx,2,C"
    assert kinds(deadly) == [Kind.BAD_PRIORITY, Kind.CRASHES]
    assert kinds(deadly.replace("_1XX", "1-1").replace("_1xx", "1-1")) == [Kind.BAD_PRIORITY, Kind.CRASHES]
    assert kinds(deadly.replace("xx", "XX")) == [Kind.BAD_PRIORITY]
    assert kinds(deadly.replace("y,B", "2,B").replace("2,C", "3,C")) == []


def test_arguments_end_at_the_last_parenthesis() -> None:
    assert steps("exten => 1,1,A(b(c)d)e")[0][2:] == ("A", "b(c)d")
    assert steps("exten => 1,1,A(b")[0][2:] == ("A", "b")
    assert steps("exten => 1,1,A,b,c")[0][2:] == ("A,b,c", "")
    assert steps("exten => 1,1,${A}(b)")[0][2:] == ("${A}(b)", "")


def test_a_comma_in_brackets_belongs_to_the_extension() -> None:
    assert steps("exten => _[1,2]X,1,A")[0][0] == "_[1,2]X"


def test_who_calls_may_decide() -> None:
    extensions = (
        load("[a]\nexten => 1,1,A\nexten => 1/(555) 12-3,1,B\nexten => 1/,1,C").contexts["a"].extensions
    )
    assert [each.cid for each in extensions] == ["", "555123", None]


def test_globals_are_replaced_where_asterisk_replaces_them() -> None:
    found = load(
        "[globals]\nA=x\nB=${A}y\n[c]\nexten => ${B:1}1,1,NoOp(${A})\ninclude => ${A}\nswitch => L/${A}"
    )
    context = found.contexts["c"]
    assert found.globals == {"A": "x", "B": "xy"}
    assert context.extensions[0].name == "y1"
    assert context.extensions[0].priorities[0].data == "${A}"
    assert (context.includes[0].context, context.switches[0].data) == ("x", "x")


def test_a_hint_knows_its_extension_and_context() -> None:
    assert only("exten => 12,hint,PJSIP/${EXTEN}@${CONTEXT}").app == "PJSIP/12@a"
    assert only("exten => _1X,hint,PJSIP/${EXTEN}").app == "PJSIP/${EXTEN}"


def test_a_function_is_left_for_asterisk_and_named() -> None:
    assert kinds("exten => ${LEN(x)},1,A") == [Kind.NOT_EVALUATED]


def test_everything_has_its_place() -> None:
    text = "[a]\n exten => 1,n(x) , Playback(hi\\;there)\n"
    step = next(load(text.replace("n(x)", "1(x)")).contexts["a"].priorities())
    assert (step.place.column, step.data_place(3).column) == (20, 33)
    assert str(load(text).complaints[0].place) == "extensions.conf:2:13"


def test_general_is_read_and_is_no_context() -> None:
    found = load("[general]\nstatic=yes\nautofallthrough=no\n[default]")
    assert (found.general.static, found.general.autofallthrough, list(found.contexts)) == (
        True,
        False,
        ["default"],
    )


def test_a_refused_file_gives_no_contexts() -> None:
    found = load("[a]\nexten => 1,1,A\n[b](nobody)")
    assert (found.whole, found.contexts) == (False, {})


def test_the_kinds_of_mistakes_are_told_apart() -> None:
    text = (
        "same => n,A\nexten => 1,x,A\nexten => 1,1(x,A\nexten => 1,1,A(\nexten => ,1,A\nwhat => 1\n"
        "exten => 2,n(a,A"
    )
    assert kinds(text) == [
        Kind.NOTHING_TO_CONTINUE,
        Kind.BAD_PRIORITY,
        Kind.LABEL_OPEN,
        Kind.ARGUMENTS_OPEN,
        Kind.NO_EXTENSION,
        Kind.UNKNOWN_SETTING,
        Kind.LABEL_OPEN,
    ]


@given(st.text(alphabet='[]()!+,=>;-\\#"<>{}$:|_XNZ.01a \t\n\rn\x00é\udcff', max_size=200))
def test_nothing_that_a_file_holds_makes_the_parser_fail(text: str) -> None:
    found = load(f"[a]\nexten => 1,1,A\n{text}")
    for context in found.contexts.values():
        show(context)
        for step in context.priorities():
            assert step.place.column > 0


def test_what_nests_without_end_is_left_for_asterisk() -> None:
    assert Kind.NOT_EVALUATED in kinds("exten => " + "${" * 2600 + "}" * 2600 + ",1,A")
    assert not load("[a]\n#include " + "{a,b}" * 900).whole
