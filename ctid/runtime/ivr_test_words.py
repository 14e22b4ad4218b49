"""How tests of flows are told: each scenario, what is not covered, what exploring found."""

from collections.abc import Iterator

from ctid.ivr.sim.coverage import Coverage
from ctid.ivr.sim.dialog import Act, HangUp, Hear, Press, Say, Wait
from ctid.ivr.sim.explore import BROKE, ENDLESS, Counterexample, Explored
from ctid.ivr.sim.scenario import Verdict
from ctid.ivr.sim.speech import key_of
from ctid.ivr.sim.trial import STUCK
from ctid.ivr.sim.writing import write_scenario
from ctid.model.ids import FlowName
from ctid.model.mistakes import Text

_FOUND = {
    BROKE: Text("the flow breaks", "流程出错"),
    STUCK: Text("the flow goes round in a circle", "流程陷入循环"),
    ENDLESS: Text("a caller who does nothing any more comes to no end", "不再操作的来电者无法结束通话"),
}
_WHAT = {"end": "结束", "path": "路径", "seconds": "秒数"}


def verdict_words(verdict: Verdict) -> Iterator[Text]:
    """Tell one scenario."""
    name, seconds = verdict.scenario.name, verdict.trial.seconds
    if verdict.passed:
        end = verdict.trial.end
        yield Text(f"ok    {name}: {end}, {seconds:.1f} s", f"通过  {name}：{end}，{seconds:.1f} 秒")
        return
    place = verdict.scenario.place
    yield Text(f"FAIL  {name} ({place})", f"失败  {name}（{place}）")
    yield from differs(verdict)


def differs(verdict: Verdict) -> Iterator[Text]:
    """Say what was not as expected."""
    trial, missed = verdict.trial, verdict.missed
    if missed is not None:
        place = verdict.scenario.places[missed.number]
        heard = ", ".join(dict.fromkeys(map(key_of, trial.heard())))
        en, zh = _act(missed.act).en, _act(missed.act).zh
        yield Text(
            f"      {place}: the call was over before the caller could {en}; heard: {heard}",
            f"      {place}：通话结束时来电者仍未能{zh}；听到：{heard}",
        )
    for differing in verdict.differs:
        what, expected, found = differing.what, differing.expected, differing.found
        zh = _WHAT.get(what, what.replace("variable", "变量"))
        yield Text(
            f"      {what}: expected {expected}, found {found}", f"      {zh}：应为 {expected}，实为 {found}"
        )
    if trial.lost:
        yield Text(f"      keys that nobody took: {trial.lost}", f"      未被接收的按键：{trial.lost}")


def _act(act: Act) -> Text:
    match act:
        case Hear(key, like):
            return Text(f"hear {key or like}", f"听到 {key or like}")
        case Press(keys):
            return Text(f"press {keys}", f"按下 {keys}")
        case Say(words):
            return Text(f"say {words}", f"说出 {words}")
        case Wait():
            return Text("wait", "等待")
        case HangUp():
            return Text("hang up", "挂机")


def missed_ways(flow: FlowName, coverage: Coverage) -> Iterator[Text]:
    """Say how much of a flow the scenarios go by, and name the rest."""
    nodes, ways = coverage.nodes, coverage.ways
    been, gone = nodes - len(coverage.nodes_missed), ways - len(coverage.ways_missed)
    yield Text(
        f"{flow}: {been} of {nodes} nodes, {gone} of {ways} ways",
        f"{flow}：覆盖 {been}/{nodes} 个节点、{gone}/{ways} 条路径",
    )
    for name in coverage.nodes_missed:
        yield Text(f"      never come to: {name}", f"      从未到达：{name}")
    for way in coverage.ways_missed:
        label = way.way or "end"
        yield Text(f"      never gone: {way.node} {label}", f"      从未走过：{way.node} {label}")


def explored_words(explored: Explored) -> Iterator[Text]:
    """Say what exploring found."""
    calls, states, longest = explored.calls, explored.states, explored.longest
    yield Text(
        f"explored: {states} states, {calls} calls, the longest {longest:.0f} s",
        f"探索：{states} 个状态、{calls} 通来电，最长 {longest:.0f} 秒",
    )
    if explored.bounded:
        yield Text("      there are more states than were looked at", "      状态过多，未全部探索")
    for found in explored.found:
        yield from _found(found)


def _found(found: Counterexample) -> Iterator[Text]:
    what = _FOUND[found.what]
    why = f": {found.why}" if found.why else ""
    yield Text(f"FAIL  {what.en}{why}", f"失败  {what.zh}{why}")
    scenario = write_scenario("found", found.given, found.acts, "")
    yield Text(scenario, scenario)
