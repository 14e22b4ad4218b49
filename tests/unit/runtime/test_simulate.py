"""The command `ctid simulate`: what it prints and what it refuses."""

import json

import pytest
from typer.testing import CliRunner

from ctid.cli import app
from ctid.model.mistakes import Mistaken
from ctid.runtime.simulate import read_faults

SMALL = ["simulate", "--agents", "4", "--calls", "30", "--hours", "0.5"]


def test_faults_are_read_by_name() -> None:
    assert read_faults("lost=0.01, outages=2") == {"lost": 0.01, "outages": 2}
    assert read_faults("") == {}


@pytest.mark.parametrize("text", ["lost", "lost=2", "lost=-1", "gremlins=1", "lost=nan", "late_by=1"])
def test_what_is_no_fault_is_refused(text: str) -> None:
    with pytest.raises(Mistaken, match="R120"):
        read_faults(text)


def test_with_json_one_object_is_printed_with_the_figures_and_erlang_a() -> None:
    done = CliRunner().invoke(app, [*SMALL, "--json"])
    told = json.loads(done.stdout)
    assert told["seeds"] == [1]
    assert told["figures"]["offered"]["half"] is None
    assert 0 < told["erlang_a"]["service_level"] <= 1
    assert len(told["days"][0]["digest"]) == 64


def test_a_site_is_reported_queue_by_queue() -> None:
    done = CliRunner().invoke(app, [*SMALL, "--site", "config/centre.yaml"])
    assert done.exit_code == 0
    assert "support" in done.stdout
    assert "billing" in done.stdout
    assert "Erlang" not in done.stdout
