"""The files a daemon runs on, read and checked together: every mistake in all of them at once."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from ctid.config.campaigns import Outside
from ctid.config.centre import read_site
from ctid.config.compliance import read_laws
from ctid.config.sections import SiteFiles
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.ivr.flow import Flow
from ctid.ivr.names import Names
from ctid.ivr.outside import Signature
from ctid.ivr.parse import parse_flow, parse_returns
from ctid.model.calling_rules import Law, Profile
from ctid.model.ids import FlowName
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.model.site import Site
from ctid.prompts.lengths import lengths
from ctid.prompts.texts import Texts, read_texts, with_words
from ctid.runtime.flow_actions import Actions, read_actions
from ctid.store.encoding import encode

T = TypeVar("T")
LAWS = tuple[Law, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """What the files say: the site and its flows by name (and as they are written), the prompts' texts, its
    actions.

    `laws` are those of calling; `remarks` are what is odd in the files.
    """

    site: Site
    written: str
    flows: Mapping[FlowName, Flow]
    texts: Texts
    flow_texts: Mapping[FlowName, str]
    actions: Actions
    laws: tuple[Law, ...] = ()
    remarks: tuple[Mistake, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What flows stand among; None is what could not be read. `names` are what of it a flow may name."""

    texts: Texts | None
    site: Site | None
    written: str | None
    actions: Actions | None
    flow_texts: Mapping[Path, str]
    names: Names
    laws: tuple[Law, ...]


class Reading:
    """Reads on after a mistake, so that a person mends everything in one go."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []
        self.remarks: list[Mistake] = []

    def attempt(self, read: Callable[[], T]) -> T | None:
        """Return what is read, None if there is a mistake in it."""
        try:
            return read()
        except Mistaken as mistaken:
            self.mistakes += mistaken.mistakes
            return None

    def around(self, files: SiteFiles, sounds: Path | None = None) -> Around:
        """Read all but the flows; `sounds` is where Asterisk has them, for their lengths to be measured."""
        flow_files = sorted(files.flows.glob("*.yaml"))
        if not flow_files:
            self.mistakes.append(_no_flows(files.flows))
        texts = self.attempt(lambda: read_texts(files.prompts, read_text))
        read = {file: self.attempt(partial(read_text, file)) for file in flow_files}
        flow_texts = {file: text for file, text in read.items() if text is not None}
        known = {FlowName(file.stem) for file in flow_files}
        written = self.attempt(lambda: read_text(files.centre))
        laws = self.laws(files.laws)
        site = None
        if written is not None:
            prompts = {key for said in texts.values() for key in said} if texts is not None else None
            outside = Outside(prompts, in_force(laws))
            told = self.remarks.append
            site = self.attempt(
                lambda: read_site(written, str(files.centre), flows=known, outside=outside, remark=told)
            )
        actions = self.attempt(lambda: read_actions(files.flows / "actions"))
        names = Names(
            prompts=texts,
            sounds=lengths(sounds) if sounds is not None else {},
            queues=site.queues if site else None,
            calendars=site.calendars if site else None,
            skills=site.skills if site else None,
            flows={file.stem: _returns(text, file) for file, text in flow_texts.items()},
            actions=_signatures(actions),
        )
        return Around(texts, site, written, actions, flow_texts, names, laws)

    def laws(self, folder: Path) -> tuple[Law, ...]:
        """Read the laws of calling; a site that calls nobody needs none."""
        files = sorted(folder.glob("*.yaml"))
        return self.attempt(lambda: read_laws((str(file), read_text(file)) for file in files)) or ()

    def flow(self, text: str, file: Path, names: Names) -> Flow | None:
        """Read a flow."""
        return self.attempt(lambda: parse_flow(text, str(file), names, self.remarks.append))


def read_sources(files: SiteFiles, sounds: Path | None = None) -> Sources:
    """Read the site, the flows and the prompt texts. Raises Mistaken with every mistake of all files."""
    reading = Reading()
    around = reading.around(files, sounds)
    site, written, texts, actions = around.site, around.written, around.texts, around.actions
    flows = {
        FlowName(file.stem): reading.flow(text, file, around.names)
        for file, text in around.flow_texts.items()
    }
    if reading.mistakes or site is None or written is None or texts is None or actions is None:
        raise Mistaken(reading.mistakes)
    sound = {name: flow for name, flow in flows.items() if flow is not None}
    remarks = tuple(reading.remarks)
    as_written = {FlowName(file.stem): text for file, text in around.flow_texts.items()}
    return Sources(site, written, sound, with_words(texts), as_written, actions, around.laws, remarks)


def in_force(laws: tuple[Law, ...]) -> dict[str, Profile]:
    """Return the profiles that a campaign may name, as they hold today."""
    rulebook, now = Rulebook(laws), datetime.now(UTC)
    found = ((name, rulebook.at(name, now)) for name in rulebook.names)
    return {name: profile for name, profile in found if profile is not None}


def ran_on(sources: Sources) -> dict[str, object]:
    """Say what a run runs on, for a replay to run on the same: the version, the site as written, the laws."""
    return {
        "version": version("ctid"),
        "centre": sources.written,
        "flows": sorted(sources.flows),
        "laws": encode(LAWS, sources.laws),
    }


def _signatures(actions: Actions | None) -> Mapping[str, Signature] | None:
    return {name: action.signature for name, action in actions.items()} if actions is not None else None


def _returns(text: str, file: Path) -> Collection[str]:
    """Return what a flow gives back to those who go into it; what is wrong with it is told elsewhere."""
    try:
        return parse_returns(text, str(file))
    except Mistaken:
        return ()


def read_text(file: Path) -> str:
    """Read a file of the site. Raises Mistaken (R101) for one that cannot be read."""
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise Mistaken([_unreadable(file, error.strerror or str(error))]) from error
    except UnicodeDecodeError as error:
        raise Mistaken([_unreadable(file, "not UTF-8")]) from error


def _unreadable(file: Path, cause: str) -> Mistake:
    return Mistake(
        "R101",
        Place(str(file)),
        Text(f"the file cannot be read ({cause})", f"无法读取文件（{cause}）"),
        Text("ctid does not start on half a configuration", "配置不完整时 ctid 不会启动"),
        Text(
            f"make {file} a readable UTF-8 file, or change [site] in ctid.toml",
            f"请使 {file} 成为可读的 UTF-8 文件，或修改 ctid.toml 的 [site]",
        ),
    )


def _no_flows(folder: Path) -> Mistake:
    return Mistake(
        "R102",
        Place(str(folder)),
        Text("there is no flow (*.yaml) in this directory", "该目录中没有流程文件（*.yaml）"),
        Text("nobody could answer a call", "将无法应答来电"),
        Text(
            "set [site] flows in ctid.toml (CTID_SITE__FLOWS)",
            "请设置 ctid.toml 中 [site] 的 flows（CTID_SITE__FLOWS）",
        ),
    )


def no_such_agent(agent: str, file: Path) -> Mistake:
    """Say that nobody signs in with this id."""
    return Mistake(
        "R103",
        Place(str(file)),
        Text(f"there is no agent {agent}", f"没有工号为 {agent} 的坐席"),
        Text("only agents of the centre can sign in", "只有本中心的坐席才能登录"),
        Text(
            "use an id listed under `agents`, or --supervisor",
            "请使用 `agents` 中列出的工号，或加 --supervisor",
        ),
    )
