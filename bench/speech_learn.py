"""Learns what the speech recogniser's witnesses are worth, and writes it down
(ctid/speech/sphinx_weights.json).
"""

# ruff: noqa: T201
import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from speech_voices import OTHERS, WORDS, Voice, learnt, linear, spoken

from ctid.asterisk.utterances import Utterances
from ctid.lab.tree import find_or_fetch
from ctid.speech.sphinx import OTHER, WEIGHTS, Judge, Witnesses, clues_of

FILE = Path(__file__).resolve().parent.parent / "ctid/speech" / WEIGHTS
WAYS = 5  # of hearing a word that are kept at most
SEEN = 3  # times that a clue must have been seen
HELD_BACK = 4  # parts of the voices, of which each is examined by what the others taught
MOST_WRONG = 0.01  # half of what is allowed: others than these voices will call
SHRINK = 0.003

Ways = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Example:
    """An utterance: who said what."""

    voice: Voice
    word: str
    sound: bytes

    @property
    def taught(self) -> str:
        """What the judge should say."""
        return self.word if self.word in WORDS else OTHER


def examples() -> list[Example]:
    """Have all said, and cut out of the quiet around it as a session does."""
    tools = find_or_fetch(print)
    wanted = [*learnt(WORDS, 2), *learnt(OTHERS, 1)]
    quiet = bytes(16000)
    found = []
    for voice, word in wanted:
        utterances = list(Utterances().feed(linear(tools, spoken(tools, voice, word)) + quiet))
        found += [Example(voice, word, sound) for sound in utterances[:1]]
    return found


_witnesses: list[Witnesses] = []


def _swear(ways: Ways) -> None:
    _witnesses.append(Witnesses(WORDS, ways))


def _sounds(sound: bytes) -> list[str]:
    return _witnesses[0].sounds(sound)


def _words(sound: bytes) -> list[str]:
    return _witnesses[0].words(sound)


def ways_heard(said: Sequence[Example], sounds: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Return how each word is most often heard; what is heard for two words is none of them."""
    counted = {word: Counter[str]() for word in WORDS}
    for example, heard in zip(said, sounds, strict=True):
        if example.word in counted and heard:
            counted[example.word][" ".join(heard)] += 1
    often = {w: [way for way, n in ways.most_common(WAYS) if n >= 2] for w, ways in counted.items()}
    times = Counter(way for ways in often.values() for way in ways)
    return {word: [way for way in ways if times[way] == 1] for word, ways in often.items()}


def weigh(clues: Sequence[set[str]], taught: Sequence[str]) -> dict[str, list[float]]:
    """Learn the weights: multinomial logistic regression by gradient descent with momentum."""
    seen = Counter(clue for told in clues for clue in told)
    names = [clue for clue, times in seen.items() if times >= SEEN]
    classes = [*WORDS, OTHER]
    table = np.array([[clue in told for clue in names] for told in clues], float)
    truth = np.array([[word == name for name in classes] for word in taught], float)
    weights = np.zeros((len(names), len(classes)))
    pace = np.zeros_like(weights)
    for _ in range(600):
        scores = table @ weights
        likely = np.exp(scores - scores.max(1, keepdims=True))
        likely /= likely.sum(1, keepdims=True)
        pace = 0.9 * pace + table.T @ (likely - truth) / len(table) + SHRINK * weights
        weights -= 0.1 * pace
    return {clue: [round(float(value), 2) for value in row] for clue, row in zip(names, weights, strict=True)}


def least_sure(said: Sequence[Example], clues: Sequence[set[str]]) -> float:
    """Return the confidence from which, of voices that taught nothing, few enough are wrongly accepted."""
    voices = sorted({(example.voice.accent, example.voice.variant) for example in said})
    part = {voice: number % HELD_BACK for number, voice in enumerate(voices)}
    wrong, right = [], []
    for held in range(HELD_BACK):
        inside = [part[e.voice.accent, e.voice.variant] != held for e in said]
        taught = [e.taught for e, learns in zip(said, inside, strict=True) if learns]
        weights = weigh([c for c, learns in zip(clues, inside, strict=True) if learns], taught)
        judge = Judge({"classes": [*WORDS, OTHER], "weights": weights, "sure": 0.0})
        for example, told, learns in zip(said, clues, inside, strict=True):
            heard = judge.weigh(told, WORDS)
            if not learns and heard.word and example.taught:
                (right if heard.word == example.word else wrong).append(heard.confidence)
    words = sum(bool(example.taught) for example in said)
    for sure in np.arange(0.4, 0.99, 0.01):
        errors = sum(confidence >= sure for confidence in wrong) / words
        if errors <= MOST_WRONG:
            accepted = sum(confidence >= sure for confidence in right) / words
            print(f"sure from {sure:.2f}: right {accepted:.1%}, wrong {errors:.1%} of voices held back")
            return round(float(sure), 2)
    raise SystemExit("no confidence keeps the wrong ones below the bound")


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="say what was written as JSON")
    as_json = parser.parse_args().json
    said = examples()
    sounds_of = [example.sound for example in said]
    with ProcessPoolExecutor(2, initializer=_swear, initargs=({},)) as pool:
        sounds = list(pool.map(_sounds, sounds_of, chunksize=20))
    heard_as = ways_heard(said, sounds)
    with ProcessPoolExecutor(2, initializer=_swear, initargs=(heard_as,)) as pool:
        answers = list(pool.map(_words, sounds_of, chunksize=20))
    clues = [
        clues_of(told, heard, len(example.sound) / 16000)
        for told, heard, example in zip(answers, sounds, said, strict=True)
    ]
    learnt_now = {
        "made_by": "script/bench speech_learn",
        "words": WORDS,
        "classes": [*WORDS, OTHER],
        "sure": least_sure(said, clues),
        "heard_as": heard_as,
        "weights": weigh(clues, [example.taught for example in said]),
    }
    FILE.write_text(_written(learnt_now), "utf-8")
    told = {"examples": len(said), "clues": len(learnt_now["weights"]), "bytes": FILE.stat().st_size}
    print(json.dumps(told) if as_json else told)


def _written(learnt_now: Mapping[str, object]) -> str:
    """Write a clue a line: a change of the recipe can be read as a difference."""
    short = {name: value for name, value in learnt_now.items() if name != "weights"}
    head = json.dumps(short, indent=1)[:-2]
    weights = learnt_now["weights"]
    assert isinstance(weights, dict)
    rows = ",\n".join(f"  {json.dumps(clue)}: {json.dumps(row)}" for clue, row in sorted(weights.items()))
    return f'{head},\n "weights": {{\n{rows}\n }}\n}}\n'


if __name__ == "__main__":
    main()
