"""Where a setting may come from, which one wins, and how a slip is told."""

import tomllib
from ipaddress import IPv4Network
from pathlib import Path

import pytest

from ctid.config.sections import is_secret, keys
from ctid.config.settings import Settings, read_settings, require_secrets
from ctid.config.settings_wordings import SETTINGS_WORDINGS
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken

SHIPPED = Path(__file__).parents[3] / "config" / "ctid.toml"


def toml(folder: Path, text: str) -> Path:
    file = folder / "ctid.toml"
    file.write_text(text, "utf-8")
    return file


def mistakes(file: Path | None, environ: dict[str, str]) -> list[Mistake]:
    with pytest.raises(Mistaken) as raised:
        read_settings(file, environ)
    return list(raised.value.mistakes)


def test_without_a_file_and_variables_everything_listens_on_loopback_only() -> None:
    settings = read_settings(None, {})
    assert settings == Settings()
    assert {settings.switch.host, settings.agi.host, settings.http.host} == {"127.0.0.1"}
    assert settings.agi.allow == (IPv4Network("127.0.0.1/32"),)


def test_the_shipped_file_says_every_default_and_nothing_else() -> None:
    assert read_settings(SHIPPED, {}) == Settings()
    shipped = tomllib.loads(SHIPPED.read_text("utf-8"))
    said = {(section, key) for section, values in shipped.items() for key in values}
    unsaid = set(keys()) - said
    of_switch = {("switch", "events_secret"), ("switch", "actions_secret")}
    assert unsaid == {*of_switch, ("webhooks", "flows_secret")}
    assert all(f"# {key} = " in SHIPPED.read_text("utf-8") for _, key in unsaid)


def test_a_variable_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    file = toml(tmp_path, '[http]\nport = 8081\nhost = "::1"\n')
    settings = read_settings(file, {"CTID_HTTP__PORT": "8082"})
    assert (settings.http.port, settings.http.host, settings.agi.port) == (8082, "::1", 4573)


def test_the_process_environment_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTID_HTTP__PORT", "9999")
    assert read_settings(None, {}).http.port == Settings().http.port == 8080


def test_a_list_in_a_variable_is_written_with_commas() -> None:
    allow = read_settings(None, {"CTID_AGI__ALLOW": "127.0.0.1, 192.0.2.0/24"}).agi.allow
    assert [str(network) for network in allow] == ["127.0.0.1/32", "192.0.2.0/24"]


def test_an_empty_variable_says_nothing_and_an_empty_cel_file_turns_it_off(tmp_path: Path) -> None:
    assert read_settings(None, {"CTID_HTTP__PORT": ""}).http.port == 8080
    assert read_settings(toml(tmp_path, '[switch]\ncel_file = ""\n'), {}).switch.cel_file is None


def test_a_secret_is_read_from_the_file_its_variable_names_without_the_last_newline(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(" s3cret \n", "utf-8")
    settings = read_settings(None, {"CTID_SWITCH__EVENTS_SECRET_FILE": str(tmp_path / "secret")})
    assert settings.switch.events_secret.get_secret_value() == " s3cret "


def test_a_secret_is_never_shown(tmp_path: Path) -> None:
    settings = read_settings(
        None, {"CTID_SWITCH__EVENTS_SECRET": "hush", "CTID_STORE__URL": "pg://u:hush@h/d"}
    )
    assert "hush" not in f"{settings!r} {settings} {settings.model_dump()}"
    told = mistakes(toml(tmp_path, "[switch]\nevents_secret = 12345678\n"), {})
    assert "12345678" not in told[0].words()


def test_secrets_that_the_switch_needs_are_asked_for_by_name() -> None:
    with pytest.raises(Mistaken) as raised:
        require_secrets(read_settings(None, {"CTID_SWITCH__EVENTS_SECRET": "x"}))
    (mistake,) = raised.value.mistakes
    assert mistake.code == "S108"
    assert "CTID_SWITCH__ACTIONS_SECRET_FILE" in mistake.words(Language.ZH)
    both = {"CTID_SWITCH__EVENTS_SECRET": "x", "CTID_SWITCH__ACTIONS_SECRET": "y"}
    require_secrets(read_settings(None, both))


# Each row: the file's text, then the one mistake it must give: code, place within the file, a word of it.
FILES = [
    ("[switch]\nami_prt = 5038\n", "S103", ":2:1", "did you mean ami_port?"),
    ("[swich]\nhost = 'x'\n", "S103", ":1:1", "did you mean switch?"),
    ("port = 1\n", "S103", "", "use one of: agi"),
    ("[http]\nport = 70000\n", "S104", ":2:1", "65535"),
    ("[http]\nport = 'abc'\n", "S104", ":2:1", '"abc"'),
    ("[agi]\n  allow = ['here']\n", "S104", ":2:3", "192.0.2.0/24"),
    ("[agi]\nallow = 5\n", "S104", ":2:1", "192.0.2.0/24"),
    ("[log]\nlevel = 'loud'\n", "S104", ":2:1", "'debug', 'info'"),
    ("[switch]\nnode = 'sw:1'\n", "S104", ":2:1", "plain name"),
    ("[site]\ncentre = 3\n", "S104", ":2:1", "text in quotes"),
    ("http = 8080\n", "S104", "", "a section"),
    ("[http\nport = 1\n", "S102", ":1:6", "TOML"),
    ("[http]\nport = \n", "S102", ":2:8", "TOML"),
    ("x = [", "S102", ":1:1", "TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "place", "word"), FILES)
def test_a_slip_in_the_file_is_told_at_its_line(
    tmp_path: Path, text: str, code: str, place: str, word: str
) -> None:
    file = toml(tmp_path, text)
    told = mistakes(file, {})
    assert [mistake.code for mistake in told] == [code]
    assert str(told[0].place) == f"{file}{place}"
    assert word in told[0].words()


# Each row: a variable, its value, the code and a word of the mistake.
VARIABLES = [
    ("CTID_HTTP__PORT", "eighty", "S104", "65535"),
    ("CTID_HTTP__PROT", "80", "S105", "did you mean CTID_HTTP__PORT?"),
    ("CTID_HTTP_PORT", "80", "S105", "did you mean CTID_HTTP__PORT?"),
    ("CTID_HTTP__PORT_FILE", "/x", "S105", "did you mean CTID_HTTP__PORT?"),
    ("CTID_NOTHING__LIKE_IT", "80", "S105", "names no setting"),
    ("CTID_SWITCH__EVENTS_SECRET_FILE", "/nonexistent/secret", "S106", "No such file"),
]


@pytest.mark.parametrize(("name", "value", "code", "word"), VARIABLES)
def test_a_slip_in_a_variable_is_told_by_the_variables_name(
    name: str, value: str, code: str, word: str
) -> None:
    (told,) = mistakes(None, {name: value})
    assert (told.code, str(told.place)) == (code, name)
    assert word in told.words()


def test_variables_that_resemble_no_setting_are_left_to_others() -> None:
    assert read_settings(None, {"CTID_CONFIG": "x.toml", "HOME": "/", "CTID": "1"}) == Settings()


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    given = {"CTID_SWITCH__EVENTS_SECRET": "a", "CTID_SWITCH__EVENTS_SECRET_FILE": str(tmp_path)}
    assert [mistake.code for mistake in mistakes(None, given)] == ["S107"]


def test_an_empty_secret_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("\n", "utf-8")
    told = mistakes(None, {"CTID_SWITCH__ACTIONS_SECRET_FILE": str(tmp_path / "secret")})
    assert [mistake.code for mistake in told] == ["S106"]


def test_mistakes_of_the_file_and_of_variables_are_told_together(tmp_path: Path) -> None:
    file = toml(tmp_path, "[http]\nport = 'x'\nhots = 'y'\n")
    told = mistakes(file, {"CTID_AGI__PORT": "-1", "CTID_LOGS__LEVEL": "info"})
    assert {(mistake.code, str(mistake.place)) for mistake in told} == {
        ("S104", f"{file}:2:1"),
        ("S103", f"{file}:3:1"),
        ("S104", "CTID_AGI__PORT"),
        ("S105", "CTID_LOGS__LEVEL"),
    }


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "ctid.toml"
    if content is not None:
        file.write_bytes(content)
    assert [mistake.code for mistake in mistakes(file, {})] == ["S101"]


def test_exactly_the_secrets_are_secret() -> None:
    assert {key for section, key in keys() if is_secret(section, key)} == {
        "events_secret",
        "actions_secret",
        "flows_secret",
        "url",
    }


def test_every_code_is_worded_in_both_languages() -> None:
    for wording in SETTINGS_WORDINGS.values():
        for text in (wording.what, wording.why, wording.mend):
            assert text.en and text.zh
            assert text.en == "{hint}" or text.en != text.zh
