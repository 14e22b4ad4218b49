"""espeak-ng as a voice: text in by its standard input, sound out; never through a shell.

Before anything is spoken it is proved that the engine finds its data and that they are of the same build.
With another build's, even of the same version number, Chinese comes out as gibberish and no error is told. So
the voice is first asked for the phonemes of a greeting; they are part of the engine's identity for the cache.
"""

from dataclasses import dataclass

from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.prompts.sound import Samples
from ctid.prompts.voice import TRIM, Tools, Voice, as_asterisk_plays, run, short_enough

_VOICES = {
    Language.EN: ("-v", "en-us", "-s", "155"),
    Language.ZH: ("-v", "cmn-latn-pinyin", "-s", "150"),
}
# What each voice must be heard to say, without the marks for stress and pauses, which differ by version.
_PROBES = {Language.EN: ("good day", "deI"), Language.ZH: ("您好", "ni35nXAu21")}
_MARKS = str.maketrans("", "", "',_|! ")


@dataclass(frozen=True, slots=True)
class EspeakVoice:
    """A voice that was heard to speak its language."""

    tools: Tools
    language: Language
    identity: str

    def speak(self, text: str) -> "Samples":
        """Speak `text`; raise `Mistaken` (R240 too long, R242 a program failed)."""
        said = short_enough(text)
        spoken = run(self.tools, "espeak-ng", *_VOICES[self.language], "--stdin", "--stdout", said=said)
        return as_asterisk_plays(self.tools, spoken)


def find_voice(tools: Tools, language: Language) -> Voice:
    """Find the language's voice; raise `Mistaken` (R241) if it does not speak it, R242 if it cannot run."""
    probe, expected = _PROBES[language]
    heard = phonemes(tools, language, probe)
    if expected not in heard.translate(_MARKS):
        raise Mistaken([_mute(language, heard)])
    version = run(tools, "espeak-ng", "--version", said=b"").decode("utf-8", "replace").partition("  ")[0]
    return EspeakVoice(tools, language, "|".join((version, *_VOICES[language], heard, *TRIM)))


def phonemes(tools: Tools, language: Language, text: str) -> str:
    """Return how `text` would be pronounced, in espeak-ng's letters; "(en)" marks a change of language."""
    spelled = run(tools, "espeak-ng", *_VOICES[language], "--stdin", "-q", "-x", said=text.encode())
    return spelled.decode("utf-8", "replace").strip()


def _mute(language: Language, heard: str) -> Mistake:
    probe = _PROBES[language][0]
    return Mistake(
        "R241",
        Place("espeak-ng"),
        Text(
            f"the voice for {language} says “{probe}” as {heard!r}",
            f"{language} 语音把“{probe}”读成 {heard!r}",
        ),
        Text("its data are missing or of another build", "语音数据缺失，或与程序版本不一致"),
        Text("install espeak-ng together with its espeak-ng-data", "请一同安装 espeak-ng 与 espeak-ng-data"),
    )
