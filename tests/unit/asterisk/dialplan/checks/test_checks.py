"""What checks say, leave alone, and waive."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.asterisk.dialplan import Texts, parse
from ctid.asterisk.dialplan.checks import Around, Verdict, check, left_out
from ctid.asterisk.dialplan.checks.endpoints import beginnings
from ctid.asterisk.dialplan.checks.words import WARNINGS, WORDS
from ctid.asterisk.dialplan.complaints import Kind
from ctid.asterisk.dialplan.config_file import read_config
from ctid.model.languages import Language
from ctid.model.mistakes import Severity


def verdict(text: str, around: Around | None = None) -> Verdict:
    return check(parse(Texts({"extensions.conf": text})), around or Around())


def codes(text: str, around: Around | None = None) -> list[str]:
    return [each.code for each in verdict(text, around).found]


HARMLESS = {
    "a target with variables": "[a]\nexten => 1,1,Goto(${X},${Y},1)\n",
    "a label in an included context": (
        "[a]\ninclude => b\nexten => 1,1,Goto(s,go)\n[b]\nexten => s,1(go),NoOp()\n"
    ),
    "a step of an included context, done where it is included": (
        "[a]\ninclude => b\nexten => s,1,NoOp()\n[b]\nexten => 1,1,Goto(s,1)\n"
    ),
    "a target that a switch may answer": "[a]\nswitch => Realtime/a\nexten => 1,1,Goto(99,1)\n",
    "a relative jump": "[a]\nexten => 1,1,NoOp()\n same => n,Goto(-1)\n",
    "a label behind the end": (
        "[a]\nexten => 1,1,GotoIf($[1]?x)\n same => n,Hangup()\n same => n(x),NoOp()\n"
    ),
    "numbers with a gap that is jumped to": "[a]\nexten => 1,1,Goto(101)\nexten => 1,101,NoOp()\n",
    "a number of digits only": "[a]\nexten => _1XXX,1,Dial(PJSIP/${EXTEN})\n",
    "a filtered number": (
        "[a]\nexten => _X.,1,Set(N=${FILTER(0-9,${EXTEN})})\n same => n,Dial(PJSIP/${N}@t)\n"
    ),
    "a checked number": (
        '[a]\nexten => _X.,1,Set(N=${EXTEN:1})\n same => n,GotoIf($["${FILTER(0-9,${N})}" != "${X}"]?bad)\n'
        " same => n,Dial(PJSIP/${N}@t)\n same => n(bad),Hangup()\n"
    ),
    "functions of the site": "[a]\nexten => 1,1,Set(X=${ODBC_PRICE(1)})\n",
    "applications in any case": "[a]\nexten => 1,1,NOOP()\n same => n,hangup\n",
    "a quote within a variable of an expression": (
        '[a]\nexten => 1,1,GotoIf($[${REGEX("^(a|b$" ${X})}]?x)\n same => n(x),Hangup()\n'
    ),
    "two patterns that share numbers": "[a]\nexten => _1X,1,NoOp()\nexten => _X1,1,NoOp()\n",
    "a pattern reached by its label": (
        "[a]\nexten => _X.,1,NoOp()\nexten => _X!,1(sub),Return()\nexten => s,1,Gosub(1,sub)\n"
    ),
    "a stranger who rings a phone": "[default]\nexten => _X.,1,Dial(PJSIP/${FILTER(0-9,${EXTEN})})\n",
    "a number of the house's own choice": "[default]\nexten => _X.,1,Dial(PJSIP/112@trunk)\n",
    "hints": "[a]\nexten => 1,hint,PJSIP/1&Custom:x,CustomPresence:y\nexten => 1,1,NoOp()\n",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_meant_so_is_left_alone(name: str) -> None:
    assert [each.words() for each in verdict(HARMLESS[name]).found] == []


FOUND = {
    "D131": "[a]\nexten => 1,1,Dial(Local/1@nowhere)\n",
    "D132": "[a]\nexten => 1,1,Set(CHANNEL(hangup_handler_push)=a,gone,1)\n",
    "D133": "[a]\nexten => 1,1,Gosub(${EXTEN},gone(1))\n",
    "D144": "[a]\nexten => 1,1,NoOp()\nexten => 2,1,NoOp()\nexten => _[12],1,NoOp()\n",
    "D152": "[a]\nexten => _X.,1,Set(N=${CUT(EXTEN,*,2)})\n same => n,Dial(PJSIP/${N}@t)\n",
    "D153": "[a]\nexten => 1,1,Set(N=${TOLOWER(${CALLERID(name)})})\n same => n,System(echo ${N})\n",
    "D154": "[a]\nexten => 1,1,Set(FILE(/tmp/${CALLERID(num)})=x)\n",
    "D161": "[a]\nexten => 1,1,NoOp($[1 + 2)\n",
}


@pytest.mark.parametrize("code", FOUND)
def test_what_hides_is_found(code: str) -> None:
    assert codes(FOUND[code]) == [code]


def test_the_next_best_name_is_offered_in_both_languages() -> None:
    (found,) = verdict("[sales]\nexten => 1,1,Goto(sale,1,1)\n").found
    assert found.mend[Language.EN] == 'did you mean "sales"?'
    assert found.mend[Language.ZH] == "是否想写“sales”？"
    assert str(found.place) == "extensions.conf:2:19"


def test_a_stranger_is_followed_through_includes_and_jumps() -> None:
    text = (
        "[in]\nexten => _X.,1,Goto(mid,${EXTEN},1)\n[mid]\ninclude => out\n"
        "[out]\nexten => _9.,1,Dial(PJSIP/${FILTER(0-9,${EXTEN:1})}@trunk)\n"
    )
    (found,) = verdict(text, Around(inbound=frozenset({"in"}))).found
    assert found.code == "D151"
    assert "in → mid" in found.what.en
    assert codes(text, Around(roots=frozenset({"in"}))) == []


def test_an_endpoint_without_a_password_is_a_strangers_way_in() -> None:
    text = (
        "[phone](!)\ntype=endpoint\nauth=x\ncontext=inside\nset_var=TRANSFER_CONTEXT=moved\n[1](phone)\n"
        "[trunk]\ntype=endpoint\ncontext=from-trunk\n[trunk]\ntype=aor\n[open]\ntype=endpoint\n"
    )
    roots, inbound = beginnings(read_config(Texts({"pjsip.conf": text}), "pjsip.conf"))
    assert roots == {"inside", "moved", "from-trunk", "default"}
    assert inbound == {"from-trunk", "default"}


def test_without_known_beginnings_nothing_is_called_unreachable() -> None:
    text = "[a]\nexten => 1,1,NoOp()\n[b]\nexten => 1,1,NoOp()\n"
    assert codes(text) == []
    assert codes(text, Around(roots=frozenset({"a"}))) == ["D142"]


def test_a_sound_is_looked_up_by_language_then_without() -> None:
    sounds = {"": {"beep"}, "en": {"hello", "only-en"}, "fr": set(), "fr_CA": {"hello"}}
    found = verdict("[a]\nexten => 1,1,Playback(beep&hello&only-en)\n", Around(sounds=sounds)).found
    assert [(each.code, each.place.column, each.what.en) for each in found] == [
        ("D171", 28, "the sound hello is missing in: fr"),
        ("D171", 34, "the sound only-en is missing in: fr, fr_CA"),
    ]


WAIVED = "[a]\nexten => 1,1,Goto(b,1) ; ctid:ignore D132 b comes with the next release\n"


def test_a_waiver_with_a_reason_waives() -> None:
    found = verdict(WAIVED)
    assert found.found == ()
    assert [(each.mistake.code, each.reason) for each in found.waived] == [
        ("D132", "b comes with the next release")
    ]


@pytest.mark.parametrize(
    "waiver", ["D132", "D131 another", "D101 nothing can excuse it", "", "D132,D133 one of them is not there"]
)
def test_a_waiver_that_waives_nothing_is_told(waiver: str) -> None:
    assert "D199" in codes(f"[a]\nexten => 1,1,Goto(b,1) ; ctid:ignore {waiver}\n")


def test_every_complaint_of_the_reader_has_a_code() -> None:
    assert set(left_out.CODES) == set(Kind)


def test_every_code_says_what_why_and_how_to_mend_in_both_languages() -> None:
    assert all(part for sentences in WORDS.values() for pair in sentences for part in pair)
    assert set(WORDS) >= WARNINGS
    assert verdict("[a]\nexten => _.,1,NoOp()\n").found[0].severity is Severity.WARNING


PIECES = st.sampled_from(
    [
        *(
            "[a]",
            "[b](!)",
            "[c](b)",
            "\n",
            "exten => ",
            "same => ",
            "include => a",
            "include => b",
            "1",
            "_X.",
        ),
        *(
            "_[",
            "s",
            ",",
            "n",
            "(x)",
            "hint",
            "Goto(",
            "ExecIf(",
            "Set(",
            "MSet(",
            "Dial(",
            "Local/1@a",
            "${EXTEN}",
        ),
        *(
            "AGI(${CTID_AGI}/",
            "${",
            "$[",
            "}",
            "]",
            ")",
            '"',
            "?",
            ":",
            "=",
            "${CUT(EXTEN,",
            "switch => ",
            "^",
            "&",
        ),
        *(
            "Loopback/1@a",
            "CTID_NEXT",
            "U(",
            "b(",
            "TIMEOUT(absolute)",
            "ctid-in]",
            "[ctid-do]",
            "Exec(",
            "é",
        ),
        *("; ctid:ignore D132 x", "Originate(", "\udc80"),
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_nothing_that_stands_in_a_file_makes_the_checks_fail(text: str) -> None:
    for each in verdict(f"[a]\nexten => 1,1,NoOp()\n{text}").found:
        assert each.words(Language.ZH)
