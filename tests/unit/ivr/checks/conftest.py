"""The flows that ship, and what their site knows, for edits of them to be judged."""

from pathlib import Path

import pytest

from ctid.config.centre import read_site
from ctid.ivr.names import Names
from ctid.ivr.parse import judge_flow, parse_returns
from ctid.model.mistakes import Mistaken
from ctid.prompts.texts import read_texts
from ctid.runtime.flow_actions import read_actions

ROOT = Path(__file__).parents[4]
FLOWS = ("main", "orders", "after_hours", "survey")


class Site:
    """The files of the site, any of which may be edited before they are judged."""

    def __init__(self) -> None:
        self.files = {path: path.read_text("utf-8") for path in sorted((ROOT / "ivr").rglob("*.yaml"))}
        self._site = read_site(
            (ROOT / "config/centre.yaml").read_text("utf-8"), "centre.yaml", flows=set(FLOWS)
        )
        self._actions = {
            name: action.signature for name, action in read_actions(ROOT / "ivr/actions").items()
        }
        self._returns = {name: parse_returns(self.files[self.path(name)], name) for name in FLOWS}

    def path(self, name):
        """The file of a flow (`main`) or of prompts (`prompts/main.en`)."""
        return ROOT / "ivr" / f"{name}.yaml"

    def judged(self, flows=FLOWS, edited=()):
        """Return `(verdicts by flow, mistakes in the files of prompts)` with some files edited."""
        files = {**self.files, **dict(edited)}
        try:
            texts = read_texts(ROOT / "ivr/prompts", files.__getitem__)
        except Mistaken as mistaken:
            return {}, mistaken.mistakes
        names = Names(
            prompts=texts,
            queues=self._site.queues,
            calendars=self._site.calendars,
            skills=self._site.skills,
            flows=self._returns,
            actions=self._actions,
        )
        return {name: judge_flow(files[self.path(name)], name, names) for name in flows}, ()


@pytest.fixture(scope="session")
def site():
    return Site()
