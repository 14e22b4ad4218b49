"""The files a daemon runs on, read and checked together: every mistake in all of them at once."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from ctid.config.centre import read_site
from ctid.config.sections import SiteFiles
from ctid.ivr.flow import Flow
from ctid.ivr.names import Names
from ctid.ivr.parse import parse_flow, parse_returns
from ctid.model.ids import FlowName
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.model.site import Site
from ctid.prompts.texts import Texts, read_texts, with_words
from ctid.runtime.flow_actions import Actions, read_actions

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sources:
    """What the files say: the site (and as it is written), its flows by name, the prompts' texts, its
    actions.

    `remarks` are what is odd in them.
    """

    site: Site
    written: str
    flows: Mapping[FlowName, Flow]
    texts: Texts
    actions: Actions
    remarks: tuple[Mistake, ...] = ()


class _Reading:
    """Reads on after a mistake, so that a person mends everything in one go."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def attempt(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except Mistaken as mistaken:
            self.mistakes += mistaken.mistakes
            return None


def read_sources(files: SiteFiles) -> Sources:
    """Read the site, the flows and the prompt texts. Raises Mistaken with every mistake of all files."""
    reading = _Reading()
    flow_files = sorted(files.flows.glob("*.yaml"))
    if not flow_files:
        reading.mistakes.append(_no_flows(files.flows))
    texts = reading.attempt(lambda: read_texts(files.prompts, read_text))
    names = {FlowName(file.stem) for file in flow_files}
    remarks: list[Mistake] = []
    written = reading.attempt(lambda: read_text(files.centre))
    site = None
    if written is not None:
        site = reading.attempt(
            lambda: read_site(written, str(files.centre), flows=names, remark=remarks.append)
        )
    flows = {}
    actions = reading.attempt(lambda: read_actions(files.flows / "actions"))
    known = _names(texts, site, {file.stem: _returns(file) for file in flow_files}, actions)
    for file in flow_files:
        flow = reading.attempt(lambda file=file: parse_flow(read_text(file), str(file), known))  # type: ignore[misc]
        if flow is not None:
            flows[FlowName(file.stem)] = flow
    if reading.mistakes or site is None or written is None or texts is None or actions is None:
        raise Mistaken(reading.mistakes)
    return Sources(site, written, flows, with_words(texts), actions, tuple(remarks))


def ran_on(sources: Sources) -> dict[str, object]:
    """Say what a run runs on, so that a replay can run on the same: the version and the site as written."""
    return {"version": version("ctid"), "centre": sources.written, "flows": sorted(sources.flows)}


def _names(
    texts: Texts | None, site: Site | None, returns: Mapping[str, Collection[str]], actions: Actions | None
) -> Names:
    """Return what flows are checked against; names of what is itself wrong are not."""
    return Names(
        prompts=texts,
        queues=site.queues if site else None,
        calendars=site.calendars if site else None,
        skills=site.skills if site else None,
        flows=returns,
        actions={name: action.signature for name, action in actions.items()} if actions is not None else None,
    )


def _returns(file: Path) -> Collection[str]:
    """Return what a flow gives back to those who go into it; what is wrong with it is told elsewhere."""
    try:
        return parse_returns(read_text(file), str(file))
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
