"""What can be wrong with a file of scenarios, besides its form.

I201 no such flow   I202 no instant   I203 an act is none or several   I204 no telephone keys
I205 no date         I206 a mock is no answer
"""

from collections.abc import Collection
from difflib import get_close_matches

from ctid.model.mistakes import Mistake, Place, Text

_NOT_PLAYED = Text("the scenario cannot be played", "无法演练该场景")


def no_such_flow(place: Place, name: str, known: Collection[str]) -> Mistake:
    """I201: the site has no such flow."""
    close = get_close_matches(name, known, n=1)
    listed = ", ".join(sorted(known))
    return Mistake(
        "I201",
        place,
        Text(f'there is no flow "{name}"', f"没有名为“{name}”的流程"),
        _NOT_PLAYED,
        Text(f'did you mean "{close[0]}"?', f"是否想写“{close[0]}”？")
        if close
        else Text(f"there are: {listed}", f"现有：{listed}"),
    )


def no_instant(place: Place, text: str) -> Mistake:
    """I202: `at` is no instant."""
    return Mistake(
        "I202",
        place,
        Text(f'"{text}" is no instant with its offset', f"“{text}”不是带时差的时刻"),
        Text("opening hours are looked up at this instant", "营业时间按该时刻判断"),
        Text("write it as 2026-10-01T10:00+08:00", "请写成 2026-10-01T10:00+08:00"),
    )


def one_act(place: Place, acts: Collection[str]) -> Mistake:
    """I203: an item of the dialog is no act, or several."""
    listed = ", ".join(acts)
    return Mistake(
        "I203",
        place,
        Text("an item of the dialog is one act", "对话中的每一项只能是一个动作"),
        Text("which comes first would be a guess", "先后顺序无从判断"),
        Text(f"write one of: {listed}", f"请写其中一个：{listed}"),
    )


def no_list(place: Place) -> Mistake:
    """I203: the dialog is no list."""
    return Mistake(
        "I203",
        place,
        Text("the dialog is a list of acts", "对话应为动作列表"),
        _NOT_PLAYED,
        Text('begin each act with "- "', "每个动作以“- ”开头"),
    )


def no_keys(place: Place, keys: str) -> Mistake:
    """I204: what is pressed are no telephone keys."""
    return Mistake(
        "I204",
        place,
        Text(f'"{keys}" are no telephone keys', f"“{keys}”不是电话按键"),
        Text("a telephone has 0–9, * and #", "电话按键为 0–9、* 和 #"),
        Text('write them in quotes, such as "1" or "123456#"', '请加引号书写，例如 "1" 或 "123456#"'),
    )


def no_date(place: Place, text: str) -> Mistake:
    """I205: what is known of the customer is no date."""
    return Mistake(
        "I205",
        place,
        Text(f'"{text}" is no date', f"“{text}”不是日期"),
        Text("birthdays and the like are dates", "生日等信息应为日期"),
        Text("write it as 1990-02-28", "请写成 1990-02-28"),
    )


def one_answer(place: Place) -> Mistake:
    """I206: a mock has no outcome, or several."""
    return Mistake(
        "I206",
        place,
        Text("a mock is one outcome", "模拟回答只能有一个结果"),
        Text("which of them is answered would be a guess", "无从判断返回哪一个"),
        Text(
            "write `Found`, `Found: {state: sent}`, or a list of them",
            "请写 `Found`、`Found: {state: sent}` 或它们的列表",
        ),
    )
