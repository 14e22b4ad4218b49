"""Which keys mean something at the node where a call stands."""

from ctid.ivr.flow import Flow
from ctid.ivr.nodes.menu import KEYS
from ctid.ivr.steps import Ask
from ctid.model.mistakes import Text


def choices(flow: Flow, node: str) -> dict[str, str]:
    """Return key → node for keys that lead somewhere by themselves, in the order of a telephone's."""
    ways = {way.label: way.target for way in flow.nodes[node].exits() if way.by_caller}
    return {key: ways[key] for key in KEYS if key in ways}


def acceptable(flow: Flow, node: str, ask: Ask) -> Text:
    """Say what is acceptable now."""
    keyed = choices(flow, node)
    if keyed:
        listed = ", ".join(f"{key} → {target}" for key, target in keyed.items())
        return Text(listed, listed)
    end = f", {ask.terminator}" if ask.terminator else ""
    return Text(f"up to {ask.max_digits} digits{end}", f"最多 {ask.max_digits} 位数字{end}")
