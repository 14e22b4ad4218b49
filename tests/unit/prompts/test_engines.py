"""Better voices than espeak-ng, as programs of their own: how they are asked, what is said without them."""

import sys
from pathlib import Path

import pytest

from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.prompts.engines import voices

PROGRAM = """
import sys
program, *args = sys.argv[1:]
if program == "sox":
    sys.stdout.buffer.write(sys.stdin.buffer.read())
elif program == "piper":
    assert args[0] == "--model" and args[2:] == ["--output_file", "-"], args
    sys.stdout.buffer.write(sys.stdin.buffer.read())
else:
    assert program == "sherpa-onnx-offline-tts" and args[-2] == "--", args
    file = next(arg.partition("=")[2] for arg in args if arg.startswith("--output-filename="))
    open(file, "wb").write(args[-1].encode())
    open(file + ".args", "w")
"""


class Pretend:
    def argv(self, program: str, *args: str) -> list[str]:
        return [sys.executable, "-c", PROGRAM, program, *args]


@pytest.mark.parametrize("engine", ["piper", "sherpa"])
def test_a_text_reaches_the_engine_whole_whatever_it_looks_like(tmp_path, engine):
    model = tmp_path / "zh.onnx"
    model.write_bytes(b"model")
    voice = voices(engine, {Language.ZH: model}, Pretend())(Language.ZH)
    assert len(voice.speak("--help; $(x)")) == len("--help; $(x)") // 2
    assert engine in voice.identity and "zh.onnx" in voice.identity


@pytest.mark.parametrize("engine", ["piper", "sherpa"])
@pytest.mark.parametrize("model", [None, Path("nowhere.onnx")])
def test_an_engine_without_a_voice_says_which_setting_names_it(engine, model):
    with pytest.raises(Mistaken, match=r"R243.*prompts\.voice_en"):
        voices(engine, {Language.EN: model}, Pretend())(Language.EN)


def test_another_model_speaks_everything_anew(tmp_path):
    models = [tmp_path / "a.onnx", tmp_path / "b.onnx"]
    for model in models:
        model.write_bytes(b"")
    identities = {voices("piper", {Language.EN: m}, Pretend())(Language.EN).identity for m in models}
    assert len(identities) == 2
