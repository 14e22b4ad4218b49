"""Ways between contexts, and their picture."""

from xml.etree import ElementTree as ET

import pytest

from ctid.asterisk.dialplan import Texts, parse
from ctid.asterisk.dialplan.graph import Edge, Way, dot, edges, mermaid, svg
from ctid.asterisk.dialplan.jumps import Jump, jumps

TEXT = """\
[a]
exten => 1,1,Goto(b,1,1)
 same => n,Gosub(sub,s,1(x,y))
 same => n,Goto(on)
include => c
[b]
exten => 1,1,NoOp
[sub]
exten => s,1,Return()
"""


def step(app: str) -> list[tuple[str | None, str | None, str]]:
    context = parse(Texts({"extensions.conf": f"[a]\nexten => 1,1,{app}"})).contexts["a"]
    return [(each.context, each.extension, each.priority) for each in jumps(next(context.priorities()))]


@pytest.mark.parametrize(
    ("app", "targets"),
    [
        ("Goto(go)", [(None, None, "go")]),
        ("Goto(1,go)", [(None, "1", "go")]),
        ("Goto(a,${EXTEN},1)", [("a", "${EXTEN}", "1")]),
        ('GotoIf($["${A}"="?"]?b,1,1:c)', [("b", "1", "1"), (None, None, "c")]),
        ("GotoIf($[1]?:c)", [(None, None, "c")]),
        ("GotoIfTime(9:00-17:00,mon-fri,*,*?open,s,1)", []),
        ("Gosub(sub,s,1(a,b(c)))", [("sub", "s", "1")]),
        ("GosubIf($[1]?sub,s,1(x):other,s,1)", [("sub", "s", "1"), ("other", "s", "1")]),
        ("ExecIf($[1]?Goto(a,1,1):Hangup())", [("a", "1", "1")]),
        ("Bridge(${P},F(after^s^1))", [("after", "s", "1")]),
        ("Dial(PJSIP/1,30,tU(sub^x)m)", [("sub", "s", "1")]),
        ("Set(TONE_DETECT(0,,ath(a,sit,1))=)", [("a", "sit", "1")]),
        ("Set(TONE_DETECT(2100,500,rg(a,fax,1)h(b))=)", [("a", "fax", "1"), (None, None, "b")]),
        ("Set(TONE_DETECT(0,,x)=)", []),
        ("Playback(b)", []),
    ],
)
def test_a_step_leads_to(app: str, targets: list[tuple[str | None, str | None, str]]) -> None:
    if app.startswith("GotoIfTime"):
        assert [each[0] for each in step(app)] == ["open"]
    else:
        assert step(app) == targets


def test_a_jump_knows_where_it_is_written() -> None:
    context = parse(Texts({"extensions.conf": "[a]\nexten => 1,1,GotoIf($[1]?x: b,1,1)"})).contexts["a"]
    priority = next(context.priorities())
    assert [priority.data[each.at] for each in jumps(priority)] == ["x", "b"]
    assert next(jumps(priority)) == Jump(None, None, "x", 5, returns=False)


def test_ways_between_contexts_are_told_once() -> None:
    assert edges(parse(Texts({"extensions.conf": TEXT}))) == (
        Edge("a", "c", Way.INCLUDE),
        Edge("a", "b", Way.GOTO),
        Edge("a", "sub", Way.GOSUB),
    )


def test_the_picture_shows_every_context_and_way() -> None:
    found = parse(Texts({"extensions.conf": TEXT}))
    drawn = ET.fromstring(svg(found))
    texts = [each.text for each in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["a", "b", "sub", "c"]
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}title"))) == 3
    assert '"a" -> "b" [style=solid];' in dot(found)
    assert "c0 -.->|include| c3" in mermaid(found)
