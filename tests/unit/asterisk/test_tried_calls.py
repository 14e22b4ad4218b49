"""Calls that nobody makes: what Asterisk says of its AGI commands is read."""

import pytest

from ctid.asterisk.tried_calls import Listens, Records, Sets, Speaks, sign_of


@pytest.mark.parametrize(
    ("command", "sign"),
    [
        ('STREAM FILE "ctid/main-menu" "0123456789*#"', Speaks("main-menu")),
        ("STREAM FILE ctid/main-menu 0123", Speaks("main-menu")),
        ('WAIT FOR DIGIT "5000"', Listens()),
        ('EXEC "Record" "/var/spool/asterisk/ctid-recorded/1-1.wav,4,60,"', Records()),
        ('EXEC "Dial" "PJSIP/+12025550181@trunk,30,gm"', None),
        ('SET VARIABLE "CTID_NEXT" "wait"', Sets("CTID_NEXT", "wait")),
        ('SET VARIABLE "CTID_QUEUE" ""', Sets("CTID_QUEUE", "")),
        ('SET VARIABLE "TIMEOUT(absolute)" "65"', None),
        ('SET VARIABLE "CHANNEL(language)" "zh"', None),
        ('STREAM FILE "digits/1" ""', None),
        ("", None),
    ],
)
def test_a_command_says_what_the_caller_hears(command, sign):
    assert sign_of(command) == sign
