import os
import stat
from pathlib import Path

import pytest

from ctid.lab.layout import lay_out
from ctid.lab.plan import Phone, Plan, Sources
from ctid.lab.ports import Ports, free_ports
from ctid.lab.tree import Toolbox
from ctid.lab.user import User
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken

ME = User("me", os.geteuid(), os.getegid(), drops=False)
PORTS = Ports(sip=5060, ami=5038, http=8088, rtp_first=10000, rtp_last=10399)


@pytest.fixture
def tools(tmp_path: Path) -> Toolbox:
    for folder in ("modules", "documentation", "sounds", "music"):
        (tmp_path / "tree" / folder).mkdir(parents=True)
    (tmp_path / "tree/sounds/beep.gsm").write_bytes(b"")
    tree = tmp_path / "tree"
    places = (tree / "modules", tree / "documentation", tree / "sounds", tree / "music", tree / "baresip")
    return Toolbox("22.10.1", {}, *places)


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    scripts, dialplan, prompts = (tmp_path / name for name in ("scripts", "dialplan", "prompts"))
    for folder in (scripts, dialplan, prompts / "zh"):
        folder.mkdir(parents=True)
    (scripts / "voicemail.py").write_text("#!/somewhere/venv/python\nprint('#!')\n")
    (dialplan / "10-in.conf").write_text("[ctid-in]\n")
    (prompts / "zh/welcome.wav").write_bytes(b"RIFF")
    return Plan(
        phones=(Phone(name="1001", language=Language.ZH), Phone(name="1002")),
        agi_port=4573,
        ports=PORTS,
        sources=Sources(dialplan=dialplan, agi_scripts=scripts, prompts=prompts),
    )


def test_every_directory_of_asterisk_lies_under_the_run_directory(
    plan: Plan, tools: Toolbox, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    lay_out(run, plan, tools, ME)
    text = (run / "etc/asterisk.conf").read_text()
    paths = [
        line.partition("=> ")[2] for line in text.splitlines() if line.startswith("ast") and "=>" in line
    ]
    assert len(paths) == 12
    assert all(path.startswith(str(run)) for path in paths if path != str(tools.modules))


def test_each_phone_has_its_own_password_and_language(plan: Plan, tools: Toolbox, tmp_path: Path) -> None:
    lay_out(tmp_path / "run", plan, tools, ME)
    text = (tmp_path / "run/etc/pjsip.conf").read_text()
    first, second = plan.phone("1001"), plan.phone("1002")
    assert first.secret != second.secret
    assert f"username = 1001\npassword = {first.secret}\n" in text
    assert "[1001](phone)\nauth = 1001\naors = 1001\nlanguage = zh\n" in text
    assert "[1001-web](phone-browser)\nauth = 1001-web\naors = 1001-web\nlanguage = zh\n" in text
    assert f"username = 1001-web\npassword = {first.browser_secret}\n" in text
    assert len({first.secret, first.browser_secret, second.browser_secret}) == 3


def test_secrets_are_in_files_that_only_their_owner_reads_and_in_no_words(
    plan: Plan, tools: Toolbox, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    lay_out(run, plan, tools, ME)
    assert stat.S_IMODE(run.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (run / "etc").glob("*.conf")} == {0o600}
    assert plan.events_secret not in repr(plan)
    assert plan.phones[0].secret not in repr(plan)
    assert plan.phones[0].browser_secret not in repr(plan)


def test_scripts_are_staged_with_a_python_that_may_be_run_and_the_libraries_they_import(
    plan: Plan, tools: Toolbox, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    lay_out(run, plan, tools, ME)
    script = run / "agi-bin/voicemail.py"
    shebang, body = script.read_text().split("\n", 1)
    assert os.access(shebang.removeprefix("#!"), os.X_OK)
    assert "/somewhere" not in shebang
    assert body == "print('#!')\n"
    assert os.access(script, os.X_OK)
    assert (run / "agi-bin/lib/asterisk/agi.py").exists()
    assert (run / "agi-bin/lib/six.py").exists()


def test_our_prompts_stand_beside_the_english_sounds(plan: Plan, tools: Toolbox, tmp_path: Path) -> None:
    sounds = tmp_path / "run/data/sounds"
    lay_out(tmp_path / "run", plan, tools, ME)
    assert (sounds / "zh/ctid/welcome.wav").read_bytes() == b"RIFF"
    assert (sounds / "en/beep.gsm").exists()


def test_laying_out_again_keeps_logs_and_takes_the_new_dialplan(
    plan: Plan, tools: Toolbox, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    lay_out(run, plan, tools, ME)
    (run / "log/messages.log").write_text("earlier")
    (plan.sources.dialplan / "10-in.conf").write_text("[ctid-in]\n; new\n")
    lay_out(run, plan, tools, ME)
    assert (run / "log/messages.log").read_text() == "earlier"
    assert (run / "etc/dialplan/10-in.conf").read_text() == "[ctid-in]\n; new\n"


@pytest.mark.parametrize("name", ["", "a b", "1001](x)\n[evil", "电话", "1001-web"])
def test_a_phones_name_that_would_break_the_configuration_is_refused(
    name: str, tools: Toolbox, tmp_path: Path
) -> None:
    plan = Plan(phones=(Phone(name=name),), agi_port=1, ports=PORTS)
    with pytest.raises(Mistaken, match="R512"):
        lay_out(tmp_path / "run", plan, tools, ME)


def test_a_run_directory_that_asterisks_user_cannot_reach_is_refused_by_name(
    plan: Plan, tools: Toolbox, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    stranger = User("nobody", os.geteuid() + 1, os.getegid() + 1, drops=True)
    with pytest.raises(Mistaken, match=r"R520.*nobody"):
        lay_out(closed / "run", plan, tools, stranger)


def test_a_path_too_long_for_the_control_socket_is_refused(
    plan: Plan, tools: Toolbox, tmp_path: Path
) -> None:
    with pytest.raises(Mistaken, match=r"R521.*107"):
        lay_out(tmp_path / ("x" * 100), plan, tools, ME)


def test_ports_are_free_and_rtp_has_room_for_two_hundred_legs() -> None:
    ports = free_ports()
    assert ports.rtp_last - ports.rtp_first + 1 == 400
    assert ports.rtp_first % 2 == 0
    assert len({ports.sip, ports.ami, ports.http}) == 3
