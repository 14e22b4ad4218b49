"""The passwords of agents' browsers."""

from pathlib import Path

import pytest

from ctid.config.phone_secrets import read_phone_secrets
from ctid.config.settings import read_settings
from ctid.model.mistakes import Mistaken


def test_a_password_is_found_by_the_phones_name_and_shows_itself_nowhere(tmp_path: Path) -> None:
    file = tmp_path / "phones.json"
    file.write_text('{"1001": "hush"}')
    secrets = read_phone_secrets(file)
    assert secrets["1001"].get_secret_value() == "hush"
    assert "hush" not in repr(secrets)


def test_no_file_holds_no_passwords() -> None:
    assert read_phone_secrets(None) == {}


@pytest.mark.parametrize("text", ["", "[]", '{"1001": 5}', '{"1001": {"secret": "hush"}}', "{"])
def test_a_file_of_another_form_is_refused_without_showing_what_is_in_it(text: str, tmp_path: Path) -> None:
    file = tmp_path / "phones.json"
    file.write_text(text)
    with pytest.raises(Mistaken, match="S109") as raised:
        read_phone_secrets(file)
    assert "hush" not in raised.value.words()


def test_a_file_that_is_not_there_is_said() -> None:
    with pytest.raises(Mistaken, match=r"S109.*No such file"):
        read_phone_secrets(Path("/nowhere/phones.json"))


@pytest.mark.parametrize("url", ["http://pbx.example.com/ws", "wss:///ws", "pbx", "ws://a b/ws"])
def test_an_address_that_is_no_web_socket_is_refused(url: str) -> None:
    with pytest.raises(Mistaken, match=r"S104.*wss://"):
        read_settings(None, {"CTID_SWITCH__SIP_URL": url})


def test_browsers_are_no_phones_unless_the_site_says_so() -> None:
    switch = read_settings(None, {}).switch
    assert (switch.sip_url, switch.phone_secrets_file) == ("", None)
    assert read_settings(None, {"CTID_SWITCH__SIP_URL": "wss://pbx.example.com/ws"}).switch.sip_url
