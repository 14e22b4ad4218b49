"""I106: a key of a menu that is the beginning of another ("1" beside "12").

Such a menu cannot act on the first key: it waits `digit_timeout` for a second one, at each call.
"""

from ctid.ivr.checks.heard import menu_of
from ctid.ivr.flow import Flow, Mention
from ctid.ivr.names import Names
from ctid.model.mistakes import Mistake, Severity, Text


def check(flow: Flow, names: Names) -> list[Mistake]:
    """Find them."""
    return [
        _ambiguous(long, short.name)
        for name, node in flow.nodes.items()
        if menu_of(node) is not None
        for long in flow.written[name].keys
        for short in flow.written[name].keys
        if long.name != short.name and long.name.startswith(short.name)
    ]


def _ambiguous(key: Mention, begins: str) -> Mistake:
    return Mistake(
        "I106",
        key.place,
        Text(f'the key "{key.name}" begins with the key "{begins}"', f"按键“{key.name}”以按键“{begins}”开头"),
        Text(
            f"whoever presses {begins} waits in silence until digit_timeout is over",
            f"按 {begins} 的来电者要在静音中等到 digit_timeout 结束",
        ),
        Text("give the choices keys of one length", "请让各选项的按键长度一致"),
        Severity.WARNING,
    )
