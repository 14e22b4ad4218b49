"""The machine's own programs are used where they will do; the fetched tree stands in for the others."""

from pathlib import Path

import pytest

from ctid.lab import tree
from ctid.lab.tree import Toolbox, find_or_fetch, own_programs


def toolbox(folder: str, *programs: str) -> Toolbox:
    path = Path(folder)
    starts = {program: (f"{folder}/{program}",) for program in programs}
    return Toolbox("22.10.1", starts, path, path, path, path, path / "baresip-modules")


@pytest.mark.parametrize(("version", "is_used"), [("3.7.3", False), ("3.8.0", True), ("3.10.1", True)])
def test_a_sipp_of_the_machine_is_used_only_if_the_scenarios_run_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, is_used: bool
) -> None:
    sipp = tmp_path / "sipp"
    sipp.write_text(f"#!/bin/sh\necho; echo ' SIPp v{version}-TLS-SCTP-PCAP.'; exit 99\n")
    sipp.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert (own_programs().get("sipp") == (str(sipp),)) is is_used


def test_a_machine_with_all_programs_fetches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    own = toolbox("/own", *tree.PROGRAMS)
    monkeypatch.setattr(tree, "_own_asterisk", lambda: own)
    monkeypatch.delattr(tree, "fetch_tree")
    assert find_or_fetch(print) is own


@pytest.mark.parametrize("missing", ["sipp", "baresip"])
def test_what_the_machine_lacks_comes_from_the_tree_and_its_asterisk_stays(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    own = toolbox("/own", *(program for program in tree.PROGRAMS if program != missing))
    monkeypatch.setattr(tree, "_own_asterisk", lambda: own)
    monkeypatch.setattr(tree, "fetch_tree", lambda *_: None)
    monkeypatch.setattr(tree, "_of_tree", lambda _: toolbox("/tree", *tree.PROGRAMS))
    found = find_or_fetch(print)
    assert found.argv("asterisk") == ["/own/asterisk"]
    assert found.argv(missing) == [f"/tree/{missing}"]
    assert found.baresip_modules.parent == Path("/tree" if missing == "baresip" else "/own")
