"""What speaks a text: the interface of all voices, and what each of them needs.

A voice turns one text into samples as Asterisk plays them. Its `identity` names all that makes it sound as it
does (engine, version, model, manner): it is part of every recording's name, so that another voice speaks
everything anew. The engines stand in a file each; `engines.py` looks them up.
"""

import os
import subprocess
from pathlib import Path
from typing import Protocol

from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.prompts.sound import RATE, Samples, from_little_endian, level

LONGEST_TEXT = 2000
_WITHIN_S = 60
# Silence goes from both ends; 50 ms before and 150 ms after keep words from running into each other.
_CUT = ("silence", "1", "0.02", "0.5%", "reverse")
TRIM = (*_CUT, *_CUT, "pad", "0.05", "0.15")
_RAW = ("-t", "raw", "-r", str(RATE), "-e", "signed", "-b", "16", "-c", "1", "-L")


class Tools(Protocol):
    """Where the programs are and how they are run (ctid/lab/tree.py)."""

    def argv(self, program: str, *args: str) -> list[str]:
        """Return the command line that runs `program`."""
        ...


class OwnPrograms:
    """The programs of this machine, found as a shell finds them."""

    def argv(self, program: str, *args: str) -> list[str]:
        """Return the command line that runs `program`."""
        return [program, *args]


class Voice(Protocol):
    """Speaks one language."""

    @property
    def identity(self) -> str:
        """What changes when what the voice says would sound otherwise."""
        ...

    def speak(self, text: str) -> "Samples":
        """Speak `text`; raise `Mistaken` (R240 too long, R242 a program failed)."""
        ...


def as_asterisk_plays(tools: Tools, wav: bytes) -> "Samples":
    """Bring a WAV file of any kind to 8 kHz, one channel, without silence at its ends, as loud as the others.

    Raises `Mistaken` (R242) if sox cannot read it.
    """
    command = ("-D", "-V1", "-t", "wav", "--ignore-length", "-", *_RAW, "-", "remix", "-", *TRIM)
    return level(from_little_endian(run(tools, "sox", *command, said=wav)))


def run(tools: Tools, program: str, *args: str, said: bytes) -> bytes:
    """Run a program on `said` and return what it writes. Raises `Mistaken` (R242)."""
    argv = tools.argv(program, *args)
    env = os.environ | {"LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(argv, input=said, capture_output=True, timeout=_WITHIN_S, check=False, env=env)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Mistaken([_failed(program, str(error))]) from error
    if done.returncode:
        raise Mistaken([_failed(program, done.stderr.decode("utf-8", "replace").strip()[-300:])])
    return done.stdout


def short_enough(text: str) -> bytes:
    """Return a text as programs read it. Raises `Mistaken` (R240) if nobody would listen to its end."""
    if len(text) > LONGEST_TEXT:
        raise Mistaken([_too_long(text)])
    return text.encode()


def model_file(file: Path | None, engine: str, setting: str) -> Path:
    """Return a voice's model. Raises `Mistaken` (R243) if none is set or it is not there."""
    if file is None or not file.is_file():
        raise Mistaken([_no_model(file, engine, setting)])
    return file


def _too_long(text: str) -> Mistake:
    return Mistake(
        "R240",
        Place(f"{text[:20]}…"),
        Text(f"the prompt has {len(text)} characters", f"提示音文本有 {len(text)} 个字符"),
        Text(f"nobody listens to more than {LONGEST_TEXT}", f"最多允许 {LONGEST_TEXT} 个字符"),
        Text("shorten it, or make several prompts of it", "请缩短文本，或拆成几条提示音"),
    )


def _failed(program: str, why: str) -> Mistake:
    return Mistake(
        "R242",
        Place(program),
        Text(f"{program} failed", f"{program} 运行失败"),
        Text(why or "it said nothing", why or "没有输出"),
        Text(f"install {program}, and see that it runs by itself", f"请安装 {program}，并确认它能单独运行"),
    )


def _no_model(file: Path | None, engine: str, setting: str) -> Mistake:
    shown = str(file) if file else "—"
    return Mistake(
        "R243",
        Place(setting),
        Text(f"{engine} has no voice: {shown}", f"{engine} 没有语音模型：{shown}"),
        Text("its voices are files of their own", "该引擎的语音模型是单独的文件"),
        Text(f"fetch a voice and name its file in {setting}", f"请下载语音模型，并在 {setting} 中写出文件名"),
    )
