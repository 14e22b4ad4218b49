"""What can be wrong with the command line of `ctid ivr`.

R160 no such flow   R161 no instant   R162 no mock   R163 nothing to mock   R164 no act of a caller
R165 no scenarios   R166 no span of time
"""

from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path

from ctid.model.mistakes import Mistake, Place, Text


def _nearest(name: str, known: Collection[str]) -> Text:
    close = get_close_matches(name, known, n=1)
    listed = ", ".join(sorted(known)) or "–"
    if close:
        return Text(f'did you mean "{close[0]}"?', f"是否想写“{close[0]}”？")
    return Text(f"there are: {listed}", f"现有：{listed}")


def no_such_flow(name: str, known: Collection[str]) -> Mistake:
    """R160: the site has no such flow."""
    return Mistake(
        "R160",
        Place(name),
        Text(f'there is no flow "{name}"', f"没有名为“{name}”的流程"),
        Text("flows are the *.yaml of [site] flows", "流程是 [site] flows 目录中的 *.yaml"),
        _nearest(Path(name).stem, known),
    )


def no_instant(text: str) -> Mistake:
    """R161: `--at` is no instant."""
    return Mistake(
        "R161",
        Place("--at"),
        Text(f"“{text}” is no instant with its offset", f"“{text}”不是带时差的时刻"),
        Text("opening hours are looked up at this instant", "营业时间按该时刻判断"),
        Text("write it as 2026-10-01T10:00+08:00", "请写成 2026-10-01T10:00+08:00"),
    )


def no_mock(option: str, text: str) -> Mistake:
    """R162: what stands after `--mock` or `--fail` is no NAME=ANSWER."""
    return Mistake(
        "R162",
        Place(option),
        Text(f"“{text}” is no NAME=ANSWER", f"“{text}”不是 名称=回答"),
        Text("what is asked outside needs an answer", "对外部的询问需要给出回答"),
        Text(
            "write it as queue.support=nobody_signed_on, with --fail as webhook=timeout or webhook=error",
            "请写成 queue.support=nobody_signed_on；--fail 写成 webhook=timeout 或 webhook=error",
        ),
    )


def nothing_to_mock(name: str, known: Collection[str]) -> Mistake:
    """R163: the flow asks nothing of this name."""
    return Mistake(
        "R163",
        Place("--mock"),
        Text(f"the flow asks nothing called “{name}”", f"该流程没有对“{name}”的询问"),
        Text("the answer would never be needed", "该回答永远用不到"),
        _nearest(name, known),
    )


def no_act(word: str) -> Mistake:
    """R164: a word of `--keys` is nothing that a caller can do."""
    return Mistake(
        "R164",
        Place("--keys"),
        Text(f"“{word}” is nothing that a caller can do", f"来电者无法执行“{word}”"),
        Text("the rest would be played at the wrong prompt", "其余动作会对错提示音"),
        Text(
            "keys (123#), b before them to cut the prompt short, say:two to say a word, w2 to wait, "
            "t to say nothing, h to hang up",
            "可写按键（123#）、其前加 b 打断提示音、say:two 说出单词、w2 等待、t 不按键、h 挂机",
        ),
    )


def no_scenarios(folder: Path) -> Mistake:
    """R165: there is nothing to test."""
    return Mistake(
        "R165",
        Place(str(folder)),
        Text("there are no scenarios (*.yaml) here", "此处没有场景文件（*.yaml）"),
        Text("a flow without scenarios is untested", "没有场景的流程未经测试"),
        Text("write one: docs/reference/flows.md", "请编写场景：docs/reference/flows.md"),
    )


def no_span(text: str) -> Mistake:
    """R166: `--last` is no span of time."""
    return Mistake(
        "R166",
        Place("--last"),
        Text(f"“{text}” is no span of time", f"“{text}”不是时长"),
        Text("calls are counted as far back as that", "将统计这段时间内的来电"),
        Text("write it as 7d, 12h or 30m", "请写成 7d、12h 或 30m"),
    )
