"""What Asterisk shows, held against the files."""

from ctid.asterisk.dialplan import Dialplan, Texts, parse
from ctid.asterisk.dialplan.readback import Difference, differences
from ctid.asterisk.dialplan.shown import show

TEXT = "[a]\nexten => 1,1,Answer()\n same => n,Hangup(16)\ninclude => b\n[b]\n"


def dialplan(text: str = TEXT) -> Dialplan:
    return parse(Texts({"extensions.conf": text}))


def shown(text: str = TEXT) -> str:
    blocks = [show(context) for context in reversed(dialplan(text).contexts.values())]
    return "\n".join(blocks) + "\n-= 1 extension (2 priorities) in 2 contexts. =-\n"


def test_what_was_loaded_as_written_does_not_differ() -> None:
    assert differences(dialplan(), shown()) == ()


def test_a_lost_step_and_one_too_many_are_told() -> None:
    found = differences(dialplan(), shown(TEXT.replace("Hangup(16)", "Hangup(17)")))
    assert {(each.row.partition(" ")[2].split("(")[1][:2], each.missing) for each in found} == {
        ("16", True),
        ("17", False),
    }


def test_a_lost_context_is_told_also_if_it_is_empty() -> None:
    assert differences(dialplan(), shown("[a]\n" + TEXT.split("\n", 1)[1].replace("[b]\n", ""))) == (
        Difference("b", "", missing=True),
    )


def test_what_other_modules_put_there_is_no_difference() -> None:
    parked = "[ Context 'parked' created by 'res_parking' ]\n  '70' =>  1. Park()  [res_parking]\n\n"
    watched = shown().replace(
        "  Include", "  '_1X' =>          hint: SIP/1                       [pbx_config]\n  Include"
    )
    assert differences(dialplan(), parked + watched) == ()


def test_a_hint_that_asterisk_added_takes_no_name_from_what_was_there() -> None:
    named = "  '1' =>            1. Answer()"
    added = (
        "  '1' =>            hint: SIP/1                                   [pbx_config]\n"
        + " " * 20
        + "1. Answer()"
    )
    assert named in shown()
    assert differences(dialplan(), shown().replace(named, added)) == ()
