"""I117: what callers hear before they can have chosen their language is said in one language only.

Whoever does not understand the first of a flow's languages hears a voice that asks for something, and hangs
up. A `language` node is heard by everybody; `personal` speaks to whoever is known, in the language they are
known by; a subflow comes after the choice.
"""

from ctid.ivr.checks.heard import Utterance, menu_of, place_of, utterances
from ctid.ivr.flow import LANGUAGE, Flow, FlowNode
from ctid.ivr.names import Names
from ctid.ivr.nodes.personal import Personal
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Place, Severity, Text


def check(flow: Flow, names: Names) -> list[Mistake]:
    """Find the first words on each way."""
    if len(flow.languages) == 1 or flow.returns:
        return []
    found = []
    seen = {flow.start}
    ahead = [flow.start]
    for name in ahead:  # grows while it is walked: breadth first
        node = flow.nodes[name]
        if said := _said_in_one(node):
            found.append(_unheard(place_of(said[0].words, flow.written[name]), flow.languages))
        elif not _is_for_all(node):
            new = {way.target for way in node.exits() if LANGUAGE not in way.sets} - seen
            ahead += sorted(new)
            seen |= new
    return found


def _is_for_all(node: FlowNode) -> bool:
    menu = menu_of(node)
    return menu is not None and bool(menu.languages)


def _said_in_one(node: FlowNode) -> tuple[Utterance, ...]:
    return () if _is_for_all(node) or isinstance(node, Personal) else utterances(node)


def _unheard(place: Place, languages: tuple[Language, ...]) -> Mistake:
    spoken, others = languages[0], ", ".join(languages[1:])
    return Mistake(
        "I117",
        place,
        Text(
            f"this is said in {spoken} before anybody could choose {others}",
            f"此处在来电者能选择 {others} 之前就以 {spoken} 播放",
        ),
        Text("whoever does not speak it does not know what to do", "不懂该语言的来电者不知道该怎么做"),
        Text("begin with a `language` node", "请以 `language` 节点开始"),
        Severity.WARNING,
    )
