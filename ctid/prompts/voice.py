"""espeak-ng as a voice: text in by its standard input, sound out; never through a shell.

Before anything is spoken it is proved that the engine finds its data and that they are of the same build.
With another build's, even of the same version number, Chinese comes out as gibberish and no error is told. So
the voice is first asked for the phonemes of a greeting; they are part of the engine's identity for the cache.
"""

import os
import subprocess
from dataclasses import dataclass
from typing import Protocol

from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.prompts.sound import RATE, Samples, from_little_endian, level

LONGEST_TEXT = 2000
_WITHIN_S = 60
_VOICES = {
    Language.EN: ("-v", "en-us", "-s", "155"),
    Language.ZH: ("-v", "cmn-latn-pinyin", "-s", "150"),
}
_PROBES = {Language.EN: ("good day", "d'eI"), Language.ZH: ("您好", "ni35nX'Au")}
# Silence goes from both ends; 50 ms before and 150 ms after keep words from running into each other.
_TRIM = ("silence", "1", "0.02", "0.5%", "reverse", "silence", "1", "0.02", "0.5%", "reverse")
_PAD = ("pad", "0.05", "0.15")
_RAW = ("-t", "raw", "-r", str(RATE), "-e", "signed", "-b", "16", "-c", "1", "-L")


class Tools(Protocol):
    """Where the programs are and how they are run (ctid/lab/tree.py)."""

    def argv(self, program: str, *args: str) -> list[str]:
        """Return the command line that runs `program`."""
        ...


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that was heard to speak its language. `identity` changes when what it says would change."""

    tools: Tools
    language: Language
    identity: str

    def speak(self, text: str) -> "Samples":
        """Speak `text`; raise `Mistaken` (R240 too long, R242 a program failed)."""
        if len(text) > LONGEST_TEXT:
            raise Mistaken([_too_long(text)])
        spoken = _run(
            self.tools, "espeak-ng", *_VOICES[self.language], "--stdin", "--stdout", said=text.encode()
        )
        trim = ("-D", "-V1", "-t", "wav", "--ignore-length", "-", *_RAW, "-", *_TRIM, *_PAD)
        return level(from_little_endian(_run(self.tools, "sox", *trim, said=spoken)))


def find_voice(tools: Tools, language: Language) -> Voice:
    """Find the language's voice; raise `Mistaken` (R241) if it does not speak it, R242 if it cannot run."""
    probe, expected = _PROBES[language]
    heard = phonemes(tools, language, probe)
    if expected not in heard:
        raise Mistaken([_mute(language, heard)])
    version = _run(tools, "espeak-ng", "--version", said=b"").decode("utf-8", "replace").partition("  ")[0]
    return Voice(tools, language, "|".join((version, *_VOICES[language], heard, *_TRIM, *_PAD)))


def phonemes(tools: Tools, language: Language, text: str) -> str:
    """Return how `text` would be pronounced, in espeak-ng's letters; "(en)" marks a change of language."""
    spelled = _run(tools, "espeak-ng", *_VOICES[language], "--stdin", "-q", "-x", said=text.encode())
    return spelled.decode("utf-8", "replace").strip()


def _run(tools: Tools, program: str, *args: str, said: bytes) -> bytes:
    argv = tools.argv(program, *args)
    env = os.environ | {"LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(argv, input=said, capture_output=True, timeout=_WITHIN_S, check=False, env=env)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Mistaken([_failed(program, str(error))]) from error
    if done.returncode:
        raise Mistaken([_failed(program, done.stderr.decode("utf-8", "replace").strip()[-300:])])
    return done.stdout


def _too_long(text: str) -> Mistake:
    return Mistake(
        "R240",
        Place(f"{text[:20]}…"),
        Text(f"the prompt has {len(text)} characters", f"提示音文本有 {len(text)} 个字符"),
        Text(f"nobody listens to more than {LONGEST_TEXT}", f"最多允许 {LONGEST_TEXT} 个字符"),
        Text("shorten it, or make several prompts of it", "请缩短文本，或拆成几条提示音"),
    )


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


def _failed(program: str, why: str) -> Mistake:
    return Mistake(
        "R242",
        Place(program),
        Text(f"{program} failed", f"{program} 运行失败"),
        Text(why or "it said nothing", why or "没有输出"),
        Text("install espeak-ng and sox", "请安装 espeak-ng 和 sox"),
    )
