import pytest

from ctid.lab.versions import new_enough, upstream


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1:22.10.1+dfsg+~cs6.17.60671434-1", "22.10.1"),
        ("Asterisk 20.6.0~dfsg+~cs6.13.40431414-2build5", "20.6.0"),
        ("Asterisk GIT-master-1a2b3c", "0"),
        ("\n SIPp v3.7.3-TLS-SCTP-PCAP.\n", "3.7.3"),
    ],
)
def test_a_programs_own_number_is_read_out_of_what_is_wrapped_round_it(written: str, number: str) -> None:
    assert upstream(written) == number


@pytest.mark.parametrize("version", ["22.1.0", "22.10.1", "1:22.10.1+dfsg-1", "24.0.0"])
def test_a_version_with_event_filters_by_name_is_new_enough(version: str) -> None:
    assert new_enough(version)


@pytest.mark.parametrize("version", ["22.0.9", "20.99.0", "16.28.0", "", "GIT"])
def test_an_older_or_unknown_version_is_not(version: str) -> None:
    assert not new_enough(version)
