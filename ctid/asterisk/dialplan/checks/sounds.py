"""D171: sounds that are played and are missing in a language.

Names with variables are left alone, as are absolute ones and streams. A name of ctid (`ctid/…`) is a
prompt's key; any other is a file in Asterisk's folder of sounds, for which a language falls back on the
part before its `_`, then on sounds of no language.
"""

from collections.abc import Iterator, Sequence

from ctid.asterisk.dialplan.checks.ground import Ground
from ctid.asterisk.dialplan.checks.steps import Call
from ctid.asterisk.dialplan.checks.words import meant, wrong
from ctid.asterisk.dialplan.jumps import split_outside
from ctid.model.mistakes import Mistake, Text

_ARGUMENT = {"playback": 0, "background": 0, "controlplayback": 0, "read": 1, "backgrounddetect": 0}
_OURS = "ctid/"
_WRITE_TEXT = Text(
    "write its text in ivr/prompts/*.{en,zh}.yaml, then `ctid prompts render`",
    "请在 ivr/prompts/*.{en,zh}.yaml 中写文字，然后 `ctid prompts render`",
)
_PUT_FILE = Text("put the file into the folder of sounds", "请把文件放入声音目录")


def sounds(ground: Ground) -> Iterator[Mistake]:
    """Look up every sound that is named."""
    for step in ground.steps:
        for call in step.calls:
            for name, at in _played(call) if call.app in _ARGUMENT else ():
                if lacking := _lacking(ground, name):
                    place = step.priority.data_place(call.at + at)
                    yield wrong(
                        "D171", place, name=name, languages=", ".join(lacking), mend=_mend(ground, name)
                    )


def _played(call: Call) -> Iterator[tuple[str, int]]:
    parts = split_outside(call.data, ",")
    which = _ARGUMENT[call.app]
    if which < len(parts):
        at = sum(len(part) + 1 for part in parts[:which])
        for name in parts[which].split("&"):
            if name.strip() and "$" not in parts[which] and "://" not in name and not name.startswith("/"):
                yield name.strip(), at + len(name) - len(name.lstrip())
            at += len(name) + 1


def _lacking(ground: Ground, name: str) -> Sequence[str]:
    around = ground.around
    if name.startswith(_OURS) and around.prompts is not None:
        key = name.removeprefix(_OURS)
        return [language for language, keys in around.prompts.items() if key not in keys]
    if around.sounds is None:
        return []
    found = around.sounds
    languages = [language for language in found if language] or [""]
    return [
        language or "–"
        for language in languages
        if not any(name in found.get(each, ()) for each in (language, language.partition("_")[0], ""))
    ]


def _mend(ground: Ground, name: str) -> Text:
    around = ground.around
    if name.startswith(_OURS) and around.prompts is not None:
        known = {f"{_OURS}{key}" for keys in around.prompts.values() for key in keys}
        return meant(name, known - {name}, _WRITE_TEXT)
    known = {each for names in (around.sounds or {}).values() for each in names}
    return meant(name, known - {name}, _PUT_FILE)
