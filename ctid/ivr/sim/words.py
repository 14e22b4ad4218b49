"""A simulated call in words: one line for whatever happened, as a person reads it."""

from collections.abc import Iterator
from datetime import datetime

from ctid.ivr import steps
from ctid.ivr.path import Hop, write_path
from ctid.ivr.sim.given import ASKED_OUTSIDE, name_of
from ctid.ivr.sim.keys_now import acceptable
from ctid.ivr.sim.speech import Texts, key_of, text_of
from ctid.ivr.sim.trace import outcome_code
from ctid.ivr.sim.trial import HUNG_UP, STUCK, Did, Trial, sounds_of
from ctid.ivr.values import MASK
from ctid.model.mistakes import Text

_WHAT = {
    steps.NoKeys: Text("pressed nothing", "未按键"),
    steps.Unclear: Text("said something that was not understood", "说的话未被听懂"),
    steps.HungUp: Text("hung up", "挂机"),
}
_ENDS = {
    HUNG_UP: Text("the caller hung up", "来电者挂机"),
    STUCK: Text("the flow went round in a circle and gave up", "流程陷入循环而中止"),
    "voicemail": Text("may leave a message", "可留言"),
    "forward": Text("is handed on to a number outside", "转接到外部号码"),
    "callback": Text("may ask to be called back", "可预约回拨"),
    "closed": Text("hears that the centre is closed", "听到非工作时间提示"),
    "hangup": Text("the flow hangs up", "流程挂机"),
}


class Transcript:
    """Tells a trial bit by bit: `more()` gives the lines that are new."""

    def __init__(self, trial: Trial, texts: Texts) -> None:
        self._trial = trial
        self._texts = texts
        self._told = 0
        self._asked: datetime | None = None  # when the entry that was told last began

    def more(self) -> Iterator[Text]:
        """Tell what has happened since the last time."""
        for did in self._trial.did[self._told :]:
            yield from self._done(did)
        self._told = len(self._trial.did)
        yield from self._now()

    def _done(self, did: Did) -> Iterator[Text]:
        if self._asked != did.began:
            yield from self._begun(did.began, did.node, did.came, did.step)
        self._asked = None
        yield from _outcome(did)
        for name, value in did.changed.items():
            yield Text(f"        {name} = {value}", f"        {name} = {value}")

    def _now(self) -> Iterator[Text]:
        trial = self._trial
        if trial.asked is not None and self._asked != trial.asked_at:
            self._asked = trial.asked_at
            yield from self._begun(trial.asked_at, trial.node, trial.came, trial.asked)
        elif trial.asked is None:
            yield from last_words(trial)

    def _begun(self, at: datetime, node: str, came: tuple[Hop, ...], step: steps.Step) -> Iterator[Text]:
        seconds = (at - self._trial.began).total_seconds()
        way = write_path(came) if came else node
        yield Text(f"{seconds:5.1f} s {way}", f"{seconds:5.1f} 秒 {way}")
        for sound in sounds_of(step):
            said, key = text_of(sound, self._texts), key_of(sound)
            yield Text(f"        “{said}” ({key})", f"        “{said}”（{key}）")
        if isinstance(step, steps.Ask):
            yield self._asking(node, step)

    def _asking(self, node: str, ask: steps.Ask) -> Text:
        keys = acceptable(self._trial.node_at(node), ask)
        span, between = ask.timeout.total_seconds(), ask.digit_timeout.total_seconds()
        more = ask.max_digits > 1
        return Text(
            f"        ? {keys.en}; waits {span:g} s" + (f", {between:g} s between keys" if more else ""),
            f"        ? {keys.zh}；等待 {span:g} 秒" + (f"，按键间隔 {between:g} 秒" if more else ""),
        )


def _outcome(did: Did) -> Iterator[Text]:
    match did.outcome:
        case steps.Keys(digits, said) if said:
            yield Text(f"        > said {said} ({digits})", f"        > 说出 {said}（{digits}）")
        case steps.Keys():
            secret = isinstance(did.step, steps.Ask) and did.step.secret
            keys = MASK if secret else did.keys
            yield Text(f"        > pressed {keys}", f"        > 按下 {keys}")
        case steps.NoKeys() | steps.Unclear() | steps.HungUp():
            what = _WHAT[type(did.outcome)]
            yield Text(f"        > {what.en}", f"        > {what.zh}")
        case _ if isinstance(did.step, ASKED_OUTSIDE):
            asked, said = name_of(did.step), outcome_code(did.outcome)
            yield Text(f"        = {asked}: {said}", f"        = {asked}：{said}")


def last_words(trial: Trial) -> Iterator[Text]:
    """Say how the call ended, its way and how long it was."""
    end = _ENDS.get(trial.end)
    if end is None:
        queue = trial.end.partition("/")[2]
        end = Text(f"waits in the queue {queue}", f"在队列 {queue} 中等待")
    yield Text(f"end: {trial.end} ({end.en})", f"结束：{trial.end}（{end.zh}）")
    path = write_path(trial.path)
    yield Text(f"path: {path}", f"路径：{path}")
    yield Text(f"{trial.seconds:.1f} s", f"{trial.seconds:.1f} 秒")
    if trial.lost:
        yield Text(f"keys that nobody took: {trial.lost}", f"未被接收的按键：{trial.lost}")
