"""Which keys mean something at the node where a call stands."""

from ctid.ivr.flow import FlowNode
from ctid.ivr.steps import Ask
from ctid.model.mistakes import Text

KEYS = "123456789*0#"


def choices(node: FlowNode) -> dict[str, str]:
    """Return keys → node for those that lead somewhere by themselves, in the order of a telephone's."""
    ways = {way.label: way.target for way in node.exits() if way.by_caller and set(way.label) <= set(KEYS)}
    return {keys: ways[keys] for keys in sorted(ways, key=lambda keys: [KEYS.index(key) for key in keys])}


def acceptable(node: FlowNode, ask: Ask) -> Text:
    """Say what is acceptable now."""
    keyed = choices(node)
    if keyed:
        listed = ", ".join(f"{key} → {target}" for key, target in keyed.items())
        return Text(listed, listed)
    if ask.max_digits == 1:
        return Text("one key", "一个按键")
    end = f", {ask.terminator}" if ask.terminator else ""
    return Text(f"up to {ask.max_digits} digits{end}", f"最多 {ask.max_digits} 位数字{end}")
