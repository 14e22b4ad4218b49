"""PocketSphinx, asked in seven ways, and a judge of what it answers.

Its English model was made of people at 16 kHz, and a telephone passes half of that band: `s` and `f` are
gone, and the plain recipe (a grammar of one word, the best answer taken) is wrong about four words of ten.
It knows its own doubts badly, too. So every utterance is put to it seven times: to three throats (the model
bent to shorter and longer vocal tracts) with two dictionaries (the words as they are written in it, and as
it was found to hear them on the telephone), and to a loop of all sounds that knows no words. Each answer is
a witness. How much weight a witness has for which word is in `sphinx_weights.json`: a multinomial logistic
regression, learnt by bench/speech_learn.py. Where the witnesses disagree no word gets enough, and the
caller is asked for keys.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from pocketsphinx import (  # type: ignore[attr-defined]
    Config,
    Decoder,
    get_model_path,
)

from ctid.ivr.speech import NOTHING, Heard

THROATS = (1.0, 0.88, 1.12)
MODEL = Path(str(get_model_path()))  # type: ignore[no-untyped-call]
WEIGHTS = "sphinx_weights.json"
OTHER = ""  # the class of all that is none of the words

_AS_WRITTEN, _AS_HEARD, _SOUNDS = "written", "heard", "sounds"
_SHARPNESS = np.arange(-32, 33)
_FILTER = np.sinc(_SHARPNESS / 2) * np.hamming(len(_SHARPNESS))


def widen(utterance: bytes) -> bytes:
    """Turn 8 kHz into the 16 kHz that the model was made for; the upper half of the band stays empty."""
    samples = np.frombuffer(utterance, "<i2")
    wide = np.zeros(2 * len(samples))
    wide[::2] = samples
    smooth = np.convolve(wide, _FILTER, "same")
    return np.clip(smooth, -32768, 32767).astype("<i2").tobytes()


class Witnesses:
    """The decoders. `heard_as` are the ways in which words are heard on the telephone, as sounds."""

    def __init__(self, words: Sequence[str], heard_as: Mapping[str, Sequence[str]]) -> None:
        self._throats = [_decoder(throat) for throat in THROATS]
        for decoder in self._throats:
            decoder.add_jsgf_string(_AS_WRITTEN, _grammar(words))
            if heard_as:
                names = _teach(decoder, heard_as)
                decoder.add_jsgf_string(_AS_HEARD, _grammar([*words, *names]))
        self._dictionaries = (_AS_WRITTEN, _AS_HEARD) if heard_as else (_AS_WRITTEN,)
        loop = MODEL / "en-us" / "en-us-phone.lm.bin"
        self._throats[0].add_allphone_file(_SOUNDS, str(loop))

    def words(self, utterance: bytes) -> list[str]:
        """Return each throat's and dictionary's answer, as `0written=two`."""
        wide = widen(utterance)
        return [
            f"{number}{dictionary}={_ask(decoder, dictionary, wide)}"
            for number, decoder in enumerate(self._throats)
            for dictionary in self._dictionaries
        ]

    def sounds(self, utterance: bytes) -> list[str]:
        """Return the sounds that were heard, fillers left out."""
        decoder = self._throats[0]
        _ask(decoder, _SOUNDS, widen(utterance))
        segments = decoder.seg() or ()
        return [segment.word for segment in segments if segment.word.isalpha() and segment.word != "SIL"]


class Judge:
    """Weighs what the witnesses say."""

    def __init__(self, learnt: Mapping[str, Any]) -> None:
        self._classes: list[str] = learnt["classes"]
        self._sure: float = learnt["sure"]
        self._weights = {clue: np.array(row) for clue, row in learnt["weights"].items()}

    def weigh(self, clues: Collection[str], words: Collection[str]) -> Heard:
        """Return the likeliest of the words, or of them and anything else."""
        none = np.zeros(len(self._classes))
        scores = sum((self._weights.get(clue, none) for clue in clues), none)
        open_to = [number for number, word in enumerate(self._classes) if word in words or word == OTHER]
        likely = np.exp(scores[open_to] - scores[open_to].max())
        best = int(likely.argmax())
        word, confidence = self._classes[open_to[best]], float(likely[best] / likely.sum())
        return Heard(word, confidence, word != OTHER and confidence >= self._sure)


def clues_of(answers: Sequence[str], sounds: Sequence[str], seconds: float) -> set[str]:
    """Return what is told to the judge: answers, sounds, neighbours among them, and how long it took."""
    spoken = {answer.split("_")[0] for answer in answers}  # `six_2` is the word `six`
    neighbours = (f"{one} {other}" for one, other in zip(("", *sounds), (*sounds, ""), strict=True))
    return {"always", f"tenths={min(int(seconds * 10), 15)}", *answers, *spoken, *sounds, *neighbours}


class Sphinx:
    """The recogniser."""

    def __init__(self, learnt: Mapping[str, Any]) -> None:
        self._witnesses = Witnesses(learnt["words"], learnt["heard_as"])
        self._judge = Judge(learnt)

    def hear(self, utterance: bytes, words: Collection[str]) -> Heard:
        """Say which of the words was said."""
        if not utterance:
            return NOTHING
        answers, sounds = self._witnesses.words(utterance), self._witnesses.sounds(utterance)
        return self._judge.weigh(clues_of(answers, sounds, len(utterance) / 16000), words)


def recogniser() -> Sphinx:
    """Load the decoders and what was learnt."""
    return Sphinx(json.loads(files("ctid.speech").joinpath(WEIGHTS).read_text("utf-8")))


def _decoder(throat: float) -> Decoder:
    model = MODEL / "en-us"
    return Decoder(
        Config(
            hmm=str(model / "en-us"),
            dict=str(model / "cmudict-en-us.dict"),
            lm=None,
            cmn="batch",
            loglevel="FATAL",
            warp_type="inverse_linear",
            warp_params=str(throat),
        )
    )


def _grammar(words: Sequence[str]) -> str:
    return f"#JSGF V1.0;\ngrammar said;\npublic <said> = {' | '.join(words)};\n"


def _teach(decoder: Decoder, heard_as: Mapping[str, Sequence[str]]) -> list[str]:
    names = []
    for word, ways in heard_as.items():
        for number, sounds in enumerate(ways, start=2):
            decoder.add_word(f"{word}_{number}", sounds, update=True)
            names.append(f"{word}_{number}")
    return names


def _ask(decoder: Decoder, search: str, wide: bytes) -> str:
    decoder.activate_search(search)
    decoder.start_utt()
    decoder.process_raw(wide, full_utt=True)
    decoder.end_utt()
    best = decoder.hyp()
    return best.hypstr if best else ""
