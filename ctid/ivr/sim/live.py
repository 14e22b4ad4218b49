"""A simulated call whose caller types: what is typed in, lines to show out."""

from collections.abc import Iterator

from ctid.ivr.path import write_path
from ctid.ivr.sim.dialog import Hear, do
from ctid.ivr.sim.keys import NoActError, read_keys
from ctid.ivr.sim.keys_now import acceptable, choices
from ctid.ivr.sim.speech import Texts
from ctid.ivr.sim.trial import Trial
from ctid.ivr.sim.words import Transcript
from ctid.model.mistakes import Text

HELP = Text(
    "keys such as 1 or 123456#; b1 cuts the prompt short; say:two says a word; w2 waits 2 s; "
    "t says nothing; h hangs up; ? legal keys; g where in the graph",
    "按键如 1 或 123456#；b1 打断提示音；say:two 说出单词；w2 等待 2 秒；"
    "t 不按键；h 挂机；? 可用按键；g 当前位置",
)


class Conversation:
    """What a person at a terminal sees and does."""

    def __init__(self, trial: Trial, texts: Texts) -> None:
        self._trial = trial
        self._transcript = Transcript(trial, texts)

    @property
    def over(self) -> bool:
        """Say whether the call has ended."""
        return self._trial.asked is None

    def begin(self) -> Iterator[Text]:
        """Show what is heard first."""
        yield HELP
        yield from self._transcript.more()

    def do(self, typed: str) -> Iterator[Text]:
        """Do what was typed and show what came of it."""
        match typed.strip():
            case "" | "?":
                yield from self._legal()
            case "g":
                yield from self._position()
            case line:
                yield from self._act(line)

    def _act(self, line: str) -> Iterator[Text]:
        try:
            acts = read_keys(line)
        except NoActError as error:
            yield Text(f"“{error.word}” means nothing here", f"“{error.word}”在此没有意义")
            yield HELP
            return
        for act in acts:
            if not self.over and not isinstance(act, Hear):
                do(self._trial, act)
        yield from self._transcript.more()

    def _legal(self) -> Iterator[Text]:
        if self._trial.asked is not None:
            keys = acceptable(self._trial.here, self._trial.asked)
            yield Text(f"  {keys.en}", f"  {keys.zh}")

    def _position(self) -> Iterator[Text]:
        trial = self._trial
        path = write_path(trial.path)
        yield Text(f"  path: {path}", f"  路径：{path}")
        keyed = choices(trial.here)
        for way in trial.here.exits():
            label = Text(f"key {way.label}", f"按键 {way.label}") if way.label in keyed else None
            words = label or Text(way.label, way.label)
            yield Text(f"  {words.en} → {way.target}", f"  {words.zh} → {way.target}")
        yield Text(f"  bad entries here: {trial.failures}", f"  此处输入失败：{trial.failures} 次")
