"""Digits, yes and no over real calls: what is accepted and right, and the plain recipe beside."""

import argparse
import asyncio
import json
import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from pocketsphinx import Config, Decoder, get_model_path
from speech_calls import Line, Result, open_line
from speech_voices import EXAMINED, UNKNOWN, WORDS, spoken

from ctid.lab.tree import Toolbox, cache_directory, find_or_fetch
from ctid.speech.booth import Booth
from ctid.speech.recognising import RECOGNISERS
from ctid.speech.sphinx import widen

# ruff: noqa: T201  (a benchmark prints)

AT_ONCE = 3  # calls
MOST_WRONG = 0.02
PERSON = "a person"  # who speaks Asterisk's English prompts: no voice was learnt from, no person either
_DIGITS = WORDS[:-2]


@dataclass(frozen=True, slots=True)
class Said:
    """A word by a voice, what was accepted ("": keys were asked for), and what the plain recipe took."""

    voice: str
    word: str
    accepted: str
    plain: str

    @property
    def outcome(self) -> str:
        """right, wrong or keys."""
        return {self.word: "right", "": "keys"}.get(self.accepted, "wrong")


class Plain:
    """The plain recipe: a grammar of one word out of all, the best answer taken."""

    def __init__(self) -> None:
        model = Path(get_model_path()) / "en-us"
        dictionary = str(model / "cmudict-en-us.dict")
        self._decoder = Decoder(
            Config(hmm=str(model / "en-us"), dict=dictionary, lm=None, cmn="batch", loglevel="FATAL")
        )
        self._decoder.add_jsgf_string("g", f"#JSGF V1.0;\ngrammar g;\npublic <g> = {' | '.join(WORDS)};\n")
        self._decoder.activate_search("g")

    def hear(self, utterance: bytes) -> str:
        """Return the word that it takes."""
        self._decoder.start_utt()
        self._decoder.process_raw(widen(utterance), full_utt=True)
        self._decoder.end_utt()
        best = self._decoder.hyp()
        return best.hypstr if best else ""


def late(tools: Toolbox, file: Path) -> Path:
    """Return the same with quiet before it, for the call to be up when the word is said."""
    padded = cache_directory() / "speech" / "late" / file.name
    if not padded.exists():
        padded.parent.mkdir(parents=True, exist_ok=True)
        raw = ("-t", "raw", "-r", "8000", "-e", "u-law", "-c", "1")
        subprocess.run(tools.argv("sox", *raw, str(file), *raw, str(padded), "pad", "1.5", "2"), check=True)
    return padded


def persons(tools: Toolbox) -> dict[str, Path]:
    """Return the digits as the person speaks them who spoke Asterisk's prompts."""
    files = {}
    for word in _DIGITS:
        name = "oh" if word == "oh" else str([w for w in _DIGITS if w != "oh"].index(word))
        sound = tools.sounds / "digits" / f"{name}.gsm"
        file = cache_directory() / "speech" / f"person-{word}.ulaw"
        raw = ("-t", "raw", "-r", "8000", "-e", "u-law", "-c", "1")
        subprocess.run(tools.argv("sox", str(sound), *raw, str(file)), check=True)
        files[word] = file
    return files


async def examine(line: Line, cases: Iterable[tuple[str, str, Path]]) -> list[Said]:
    """Have every word said in a call of its own."""
    plain, doors = Plain(), asyncio.Semaphore(AT_ONCE)

    async def one(voice: str, word: str, file: Path) -> Said:
        async with doors:
            result: Result = await line.say(file, digits=word not in ("yes", "no"))
        return Said(voice, word, result.said, plain.hear(result.utterance) if result.utterance else "")

    return list(await asyncio.gather(*(one(*case) for case in cases)))


def shares(said: Sequence[Said]) -> dict[str, float]:
    """Return the shares of right, wrong and keys, and how often the plain recipe is right."""
    counted = Counter(one.outcome for one in said)
    shares = {outcome: round(counted[outcome] / len(said), 3) for outcome in ("right", "wrong", "keys")}
    return shares | {"plain_right": round(sum(one.plain == one.word for one in said) / len(said), 3)}


async def run(quick: bool) -> dict[str, object]:
    """Place the calls and reckon."""
    tools, booth = find_or_fetch(print), Booth(RECOGNISERS["pocketsphinx"], patience=60.0)
    voices = EXAMINED[::2] if quick else EXAMINED
    known = [(str(v), w, late(tools, spoken(tools, v, w))) for v, w in product(voices, WORDS)]
    strange = [(str(v), w, late(tools, spoken(tools, v, w))) for v, w in product(voices[:4], UNKNOWN)]
    human = [(PERSON, word, late(tools, file)) for word, file in persons(tools).items()]
    try:
        async with open_line(tools, booth) as line:
            said = await examine(line, [*known, *strange, *human])
    finally:
        booth.close()
    words, rest = said[: len(known)], said[len(known) :]
    return {
        "all": shares(words),
        "by_word": {word: shares([one for one in words if one.word == word]) for word in WORDS},
        "by_voice": {str(v): shares([one for one in words if one.voice == str(v)]) for v in voices},
        "taken_for": Counter(f"{one.word} → {one.accepted}" for one in words if one.outcome == "wrong"),
        "a_person": shares([one for one in rest if one.voice == PERSON]),
        "other_words_accepted": round(
            sum(bool(one.accepted) for one in rest if one.voice != PERSON) / len(strange), 3
        ),
        "words": len(words),
    }


def main() -> None:
    """Examine, and say whether the targets are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="every voice at one pace")
    parser.add_argument("--json", action="store_true", help="print JSON")
    args = parser.parse_args()
    figures = asyncio.run(run(args.quick))
    total = figures["all"]
    assert isinstance(total, dict)
    ok = total["wrong"] <= MOST_WRONG and total["right"] > total["plain_right"]
    targets = {"wrong": MOST_WRONG, "right": "above plain_right"}
    if args.json:
        print(json.dumps({"name": "speech", "figures": figures, "targets": targets, "ok": ok}))
        return
    for name in ("by_word", "by_voice"):
        table = figures[name]
        assert isinstance(table, dict)
        for row, cells in table.items():
            print(f"{row:<28}" + "".join(f"{key:>12} {value:6.1%}" for key, value in cells.items()))
    rest = {name: value for name, value in figures.items() if not name.startswith("by_")}
    print(json.dumps(rest, indent=1, ensure_ascii=False))
    raise SystemExit(not ok)


if __name__ == "__main__":
    main()
