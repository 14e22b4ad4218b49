"""Bad input to the real commands: exit code 1, each mistake with its place and remedy, nothing half-done."""

import fcntl
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

CENTRE, FLOW, SEED, SETTINGS = "config/centre.yaml", "ivr/main.yaml", "config/seed.yaml", "config/ctid.toml"


async def test_every_mistake_of_a_broken_centre_is_told_at_once_and_nothing_is_begun(shell: Any) -> None:
    unknown = shell.change(CENTRE, "    requires: {billing: 2}", "    requires: {¶biling: 2}")
    twice = shell.change(CENTRE, '  - id: "1003"', '  - id: ¶"1001"')
    backwards = shell.change(CENTRE, '["09:00-18:00"]', '[¶"18:00-09:00"]')
    assert await shell.refuses("run") == [f"{twice} C106", f"{unknown} C105", f"{backwards} C114"]
    assert not shell.database.exists()


async def test_a_command_started_from_nothing_says_what_a_warm_one_says(shell: Any) -> None:
    shell.change(CENTRE, "    requires: {billing: 2}", "    requires: {biling: 2}")
    process = await shell.start("check")
    out, err = await process.communicate()
    warm = await shell.run("check")
    assert (process.returncode, out.decode(), err.decode()) == (warm.code, warm.out, warm.err)
    assert warm.mistakes


async def test_what_is_only_odd_in_a_centre_is_told_and_refuses_nothing(shell: Any) -> None:
    steps = "[{after: 0s, admits: billing >= 5}, {after: 9s, admits: ¶billing >= 4}]"
    odd = shell.change(CENTRE, "    requires: {billing: 2}", f"    steps: {steps}")
    ended = await shell.run("check")
    assert (ended.code, ended.mistakes) == (0, [f"{odd} C144"])


@pytest.mark.parametrize(
    ("written", "mistake"),
    [
        (b"", f"{CENTRE}:1:1 C101"),
        (b"agents: [\n", f"{CENTRE}:2:1 Y001"),
    ],
    ids=["empty", "not YAML"],
)
async def test_a_centre_that_cannot_be_read_says_why(shell: Any, written: bytes, mistake: str) -> None:
    (shell.folder / CENTRE).write_bytes(written)
    assert await shell.refuses("check") == [mistake]


async def test_every_mistake_of_a_broken_flow_is_told_at_once(shell: Any) -> None:
    nowhere = shell.change(FLOW, "goto: ask_order}", "goto: ¶ask_ordr}")
    unknown = shell.change(FLOW, "queue: {name: billing,", "queue: {name: ¶biling,")
    assert await shell.refuses("check") == [f"{nowhere} I101", f"{unknown} I113"]


async def test_a_key_that_stands_twice_and_a_prompt_that_one_language_lacks_are_told_together(
    shell: Any,
) -> None:
    twice = shell.change(FLOW, '      "2": {set: {topic: billing}', '      ¶"1": {set: {topic: billing}')
    new = shell.change("ivr/prompts/main.zh.yaml", "goodbye:", "¶good-night:")
    alone = shell.change("ivr/prompts/main.en.yaml", "goodbye:", "¶goodbye:")
    assert await shell.refuses("check") == [f"{new} I107", f"{alone} I107", f"{twice} Y002"]


async def test_a_prompt_file_that_cannot_be_read_says_why(shell: Any) -> None:
    (shell.folder / "ivr/prompts/main.zh.yaml").write_bytes("再见".encode("gb18030"))
    assert await shell.refuses("check") == ["ivr/prompts/main.zh.yaml R101"]


async def test_every_mistake_of_the_settings_file_is_told_at_its_line(shell: Any) -> None:
    strange = shell.change(SETTINGS, "[http]\n", '[http]\n¶colour = "red"\n')
    loud = shell.change(SETTINGS, 'level = "info"', '¶level = "loud"')
    many = shell.change(SETTINGS, "port = 4573", '¶port = "many"')
    del shell.sets["CTID_AGI__PORT"]
    assert await shell.refuses("run") == [f"{many} S104", f"{strange} S103", f"{loud} S104"]


async def test_a_settings_file_that_cannot_be_read_says_why(shell: Any) -> None:
    (shell.folder / "bad.toml").write_text("[http\n")
    assert await shell.refuses("check", "--config", "bad.toml") == ["bad.toml:1:6 S102"]


async def test_every_mistake_of_the_variables_is_told(shell: Any) -> None:
    del shell.sets["CTID_SWITCH__EVENTS_SECRET"]
    shell.sets |= {
        "CTID_HTTP__PROT": "8080",
        "CTID_HTTP__PORT": "70000",
        "CTID_SWITCH__EVENTS_SECRET_FILE": "/nowhere",
    }
    assert await shell.refuses("run") == [
        "CTID_HTTP__PORT S104",
        "CTID_HTTP__PROT S105",
        "CTID_SWITCH__EVENTS_SECRET_FILE S106",
    ]


async def test_both_secrets_that_are_missing_are_named(shell: Any) -> None:
    del shell.sets["CTID_SWITCH__EVENTS_SECRET"], shell.sets["CTID_SWITCH__ACTIONS_SECRET"]
    assert await shell.refuses("run") == [
        "CTID_SWITCH__ACTIONS_SECRET S108",
        "CTID_SWITCH__EVENTS_SECRET S108",
    ]
    assert not shell.database.exists()


@pytest.mark.parametrize(
    ("setting", "mistake"),
    [("CTID_HTTP__PORT", "http.host / http.port R301"), ("CTID_AGI__PORT", "agi.port R401")],
)
async def test_a_port_that_is_taken_ends_the_start(
    shell: Any, taken: int, setting: str, mistake: str
) -> None:
    shell.sets[setting] = str(taken)
    assert await shell.refuses("run") == [mistake]


def make_directory(file: Path) -> None:
    file.mkdir(parents=True)


def make_file_above(file: Path) -> None:
    file.parent.write_text("not a directory")


def make_noise(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(bytes(range(256)) * 32)


def make_strange(file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as other:
        other.executescript("create table birds (name text); insert into birds values ('wren');")


@pytest.mark.parametrize(
    ("make", "code"),
    [(make_directory, "R202"), (make_file_above, "R203"), (make_noise, "R204"), (make_strange, "R205")],
)
async def test_a_database_that_cannot_be_used_ends_the_start_and_is_left_as_it_is(
    shell: Any, make: Any, code: str
) -> None:
    make(shell.database)
    before = shell.database.read_bytes() if shell.database.is_file() else b""
    assert await shell.refuses("login", "1001") == [f"store.url {code}"]
    assert (shell.database.read_bytes() if shell.database.is_file() else b"") == before


async def test_a_setting_that_names_no_database_ends_the_start(shell: Any) -> None:
    shell.sets["CTID_STORE__URL"] = "ctid.db"
    assert await shell.refuses("run") == ["store.url R201"]


async def test_a_database_of_a_newer_ctid_ends_the_start_and_is_left_as_it_is(shell: Any) -> None:
    assert (await shell.run("seed", SEED)).code == 0
    with closing(sqlite3.connect(shell.database)) as database:
        database.execute("update alembic_version set version_num = '9999'")
        database.commit()
    assert await shell.refuses("run") == ["store.url R207"]
    with closing(sqlite3.connect(shell.database)) as database:
        assert database.execute("select version_num from alembic_version").fetchall() == [("9999",)]


async def test_a_database_that_another_process_holds_ends_the_start(shell: Any) -> None:
    shell.database.parent.mkdir()
    with closing(sqlite3.connect(shell.database, isolation_level=None)) as other:
        other.execute("begin exclusive")
        assert await shell.refuses("login", "1001") == ["store.url R206"]


async def test_a_login_for_an_agent_there_is_not_is_refused(shell: Any) -> None:
    assert await shell.refuses("login", "9999") == [f"{CENTRE} R103"]
    assert not shell.database.exists()


async def test_a_broken_list_of_customers_adds_none_of_them(shell: Any) -> None:
    tier, number = "tier: gold\n  numbers: [", '"+86 10 5550 0104"'
    unknown = shell.change(SEED, tier + number, tier.replace("tier", "¶tear") + number)
    unread = shell.change(SEED, number, '¶"010 5550 0104"')
    twice = shell.change(SEED, "- id: cus_demo_5", "- id: ¶cus_demo_1")
    assert await shell.refuses("seed", SEED) == [f"{unknown} R212", f"{unread} R213", f"{twice} R214"]
    with closing(sqlite3.connect(shell.database)) as database:
        assert database.execute("select count(*) from customers").fetchone() == (0,)


async def test_a_call_cannot_be_ordered_where_no_demo_runs(shell: Any) -> None:
    [mistake] = await shell.refuses("demo-call")
    assert mistake == f"{shell.folder}/state/demo/order.sock R542"


async def test_a_second_demo_is_refused_while_one_runs(shell: Any) -> None:
    (shell.folder / "state").mkdir()
    with (shell.folder / "state/demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert await shell.refuses("demo", "--once") == [f"{shell.folder}/state/demo R541"]


async def test_a_demo_that_may_not_write_its_state_says_so(shell: Any) -> None:
    (shell.folder / "state").write_text("a file where the directory should be")
    [mistake] = await shell.refuses("demo", "--once")
    assert mistake == f"{shell.folder}/state R543"


async def test_a_wrong_command_line_ends_with_two_and_no_traceback(shell: Any) -> None:
    ended = await shell.run("run", "--prot", "1")
    assert ended.code == 2
    assert "Traceback" not in ended.err
    assert "Usage" in ended.err
