"""`ctid ivr check`: flows judged by what their site knows, each with all that is wrong, odd or waived."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from ctid.config.sections import SiteFiles
from ctid.ivr.names import Names
from ctid.ivr.parse import Verdict, judge_flow
from ctid.model.mistakes import Mistaken
from ctid.runtime import ivr_mistakes as mistakes
from ctid.runtime.findings import Findings
from ctid.runtime.sources import Reading, read_text


def check_flows(files: SiteFiles, named: Iterable[str] = (), sounds: Path | None = None) -> Findings:
    """Judge the flows that are `named` (by file or name), or all.

    What is wrong with the site, the prompts or the actions is told too: flows are held against them. Raises
    Mistaken (R160) for a flow that is not there.
    """
    reading = Reading()
    around = reading.around(files, sounds)
    wanted = [_file(name, around.flow_texts) for name in named] or around.flow_texts
    read = [reading.attempt(partial(_judge, file, around.names)) for file in wanted]
    verdicts = [verdict for verdict in read if verdict is not None]
    return Findings(
        files=len(wanted),
        found=(*reading.mistakes, *(mistake for verdict in verdicts for mistake in verdict.found)),
        waived=tuple(one for verdict in verdicts for one in verdict.waived),
    )


def _judge(file: Path, names: Names) -> Verdict:
    return judge_flow(read_text(file), str(file), names)


def _file(named: str, flow_files: Iterable[Path]) -> Path:
    file = Path(named)
    if file.is_file():
        return file
    by_name = {flow.stem: flow for flow in flow_files}
    if named not in by_name:
        raise Mistaken([mistakes.no_such_flow(named, by_name)])
    return by_name[named]
