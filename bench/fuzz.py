"""A million hostile inputs for each codec of the wires: no crash, no wrong reading, none longer than 100 ms.

What was done is kept (`--state`, run/fuzz.json), so a run may be stopped and gone on with. Inputs come in
batches of a thousand; a batch is made from its seed alone ("ami_frames:17"), which is told when it fails:
`script/bench fuzz --seed ami_frames:17` repeats it.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import asyncio
import itertools
import json
import logging
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from ctid.asterisk import agi_lines
from ctid.asterisk.agi_lines import Garbled, Hangup, Head, Replies, Reply, Unsayable
from ctid.asterisk.ami_frames import Frames, Unsendable, encode, parse
from ctid.asterisk.ami_protocol import AmiProtocol
from ctid.asterisk.from_switch import Listening
from ctid.lab.asterisk_reads import read_actions, read_commands
from ctid.model.ids import NodeId
from ctid.model.reports import Report

BATCH, MILLION, QUICK = 1000, 1_000_000, 5_000
ONE_READ = 1 << 18  # bytes: the most that one read from a socket brings
LONGEST = 0.1  # seconds of processor time for one input
RECORDING = Path(__file__).parent / "recordings/call-filtered.ami"
FRAMES = [frame + b"\r\n\r\n" for frame in RECORDING.read_bytes().split(b"\r\n\r\n") if frame]
HOT = (
    *(
        b"\r\n",
        b"\n",
        b"\r",
        b"\r\n\r\n",
        b"\n\n",
        b"\0",
        b":",
        b": ",
        b"=",
        b"(",
        b")",
        b'"',
        b"\\",
        b" ",
        b"-",
    ),
    *(
        b"Event: ",
        b"Response: Error",
        b"ActionID: 1",
        b"EventList: start",
        b"ChanVariable: A=b",
        b"Uniqueid: ",
    ),
    *(b"200 result=", b"520-", b"520 ", b"510 x", b"511 ", b"100 Trying", b"HANGUP", b"agi_uniqueid: 1.2"),
    *("\u2028".encode(), "\x85".encode(), b"\xff\xfe", b"\xf0\x9f", "١".encode(), b"${SHELL(id)}", b"&,@^[]"),
)
REPLIES = (
    b"100 Trying...\n200 result=1 (a (b) c)\n200 result=0 endpos=8480\n520-Invalid command syntax.\n"
    b"Usage: X\n520 End of proper usage.\n510 Invalid or unknown command\nHANGUP\n511 Command Not Permitted\n"
)
HEAD = (
    b"agi_network: yes\nagi_uniqueid: 1763781000.12\nagi_callerid: +12025550101\nagi_calleridname: a: b\n\n"
)
TEXT = 'aZ09 -_.:=,"\\(){}&\n\r\t\0\x7f\x85\u2028\u2029\ud800é李١\U0001f600'


def spoilt(chance: random.Random, data: bytes) -> bytes:
    """Return `data` with a few things changed, put in, left out or said twice; rarely a great many times."""
    for _ in range(chance.randint(1, 6)):
        at, to = sorted(chance.randrange(len(data) + 1) for _ in "12")
        middle = chance.choice(
            (chance.choice(HOT), b"", data[at:to] * 2, chance.randbytes(chance.randint(1, 4)))
        )
        data = data[:at] + middle + data[chance.choice((at, to)) :]
    return (data * chance.randint(20, 400))[:ONE_READ] if chance.random() < 0.001 else data


def cut(chance: random.Random, data: bytes) -> list[bytes]:
    """Cut `data` as a network may."""
    edges = sorted(chance.randrange(len(data) + 1) for _ in range(chance.randint(0, 5)))
    return [data[a:b] for a, b in zip([0, *edges], [*edges, len(data)], strict=True)]


class Wrong(Exception):
    """The codec read an input otherwise than it must."""


def ami_frames(chance: random.Random) -> None:
    """Whatever Asterisk sends, and however it is cut, is the same messages; nothing escapes the protocol."""
    data = spoilt(chance, b"".join(chance.choices(FRAMES, k=chance.randint(1, 3))))
    cuts = cut(chance, data)
    frames, whole = Frames(), list(Frames().feed(data))
    if [frame for piece in cuts for frame in frames.feed(piece)] != whole:
        raise Wrong("cut otherwise, read otherwise")
    for frame in whole:
        message = parse(frame)
        dict(message.variables)
        fields = dict(itertools.islice(message.fields.items(), 200))
        if any(fields[name] != message.fields.get(name) for name in fields):
            raise Wrong("a field is not what it is")
    reports: list[Report] = []
    protocol = AmiProtocol(Listening(NodeId("sw1"), reports.append, lambda: datetime.now(UTC)).wanted())
    for piece in cuts:
        protocol.data_received(piece)


def ami_encode(chance: random.Random) -> None:
    """What is sent is one action to Asterisk, with the same fields; or it is refused."""
    values = {
        chance.choice(("Channel", "Value", "Exten", text(chance, 4))): text(chance, 30)
        for _ in range(chance.randint(0, 4))
    }
    variables = tuple(
        f"A={text(chance, 8)}" for _ in range(chance.randint(0, 140 if chance.random() < 0.01 else 3))
    )
    if chance.random() < 0.001:
        values["Long"] = text(chance, 30) * 400
    action = {"Action": "Setvar", **values, "Variable": variables}
    try:
        line = encode(action)
    except Unsendable:
        return
    pairs = [(k, v) for k, given in action.items() for v in (given if isinstance(given, tuple) else (given,))]
    if read_actions(line) != [[(name.encode(), value.encode()) for name, value in pairs]]:
        raise Wrong(f"Asterisk reads {line!r} otherwise")


def agi_replies(chance: random.Random) -> None:
    """Whatever Asterisk answers, and however it is cut, is the same replies or no AGI."""
    data = spoilt(chance, REPLIES)
    cuts = cut(chance, data)
    if answers(*cuts) != answers(data):
        raise Wrong("cut otherwise, read otherwise")
    words = ["SET VARIABLE", text(chance, 6), text(chance, 20)]
    try:
        line = agi_lines.command(*words)
    except Unsayable:
        return
    if read_commands(line) != [[b"SET", b"VARIABLE", *(word.encode() for word in words[1:])]]:
        raise Wrong(f"Asterisk reads {line!r} otherwise")


def answers(*pieces: bytes) -> list[Reply | Hangup | str]:
    """Read replies up to what is no AGI."""
    replies, found = Replies(), list[Reply | Hangup | str]()
    try:
        for piece in pieces:
            for reply in replies.feed(piece):
                found.append(reply)
    except Garbled:
        found.append("garbled")
    return found


def agi_head(chance: random.Random) -> None:
    """Whatever header comes, and however it is cut, is the same header or none."""
    data = spoilt(chance, HEAD)
    if header(*cut(chance, data)) != header(data):
        raise Wrong("cut otherwise, read otherwise")


def header(*pieces: bytes) -> tuple[dict[str, str], bytes] | str | None:
    """Read a header and what follows it."""
    head, pieces_left = Head(), list(pieces)
    try:
        while pieces_left:
            if found := head.feed(pieces_left.pop(0)):
                return found[0], found[1] + b"".join(pieces_left)
    except Garbled:
        return "garbled"
    return None


def text(chance: random.Random, most: int) -> str:
    """Return a text that is likely to hold something bad, but not always."""
    letters = TEXT if chance.random() < 0.3 else TEXT[:17] + "é李\U0001f600"
    return "".join(chance.choices(letters, k=chance.randint(0, most)))


CODECS: dict[str, Callable[[random.Random], None]] = {
    "ami_frames": ami_frames,
    "ami_encode": ami_encode,
    "agi_replies": agi_replies,
    "agi_head": agi_head,
}


def batch(seed: str) -> float:
    """Try a thousand inputs; return the longest one's seconds. Raises whatever the codec raised."""
    chance, longest = random.Random(seed), 0.0
    attempt = CODECS[seed.partition(":")[0]]
    for _ in range(BATCH):
        began = time.thread_time()
        attempt(chance)
        longest = max(longest, time.thread_time() - began)
    return longest


Done = dict[str, dict[str, float]]


async def run(done: Done, inputs: int, keep: Callable[[str], object]) -> Done:
    """Bring every codec to that many inputs; raises `SystemExit` at the first that fails."""
    for name in CODECS:
        told = done.setdefault(name, {"inputs": 0, "longest_ms": 0.0})
        while told["inputs"] < inputs:
            seed = f"{name}:{int(told['inputs']) // BATCH}"
            try:
                longest = batch(seed)
            except Exception as error:
                raise SystemExit(f"{seed}: {error!r}") from error
            if longest > LONGEST:
                raise SystemExit(f"{seed}: one input took {longest * 1000:.0f} ms")
            told["inputs"] += BATCH
            told["longest_ms"] = max(told["longest_ms"], round(longest * 1000, 2))
            keep(json.dumps(done))
            await asyncio.sleep(0)  # protocols' futures go
    return done


def main() -> None:
    """Go on to the million, print what was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} inputs a codec, nothing kept")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    parser.add_argument("--inputs", type=int, default=MILLION, help="inputs a codec (default a million)")
    parser.add_argument("--state", type=Path, default=Path("run/fuzz.json"), help="what was done so far")
    parser.add_argument("--seed", help="repeat one batch")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    if asked.seed:

        async def again() -> float:
            return batch(asked.seed)

        print(f"{asyncio.run(again()) * 1000:.2f} ms for the longest")
        return
    asked.state.parent.mkdir(exist_ok=True)
    before = asked.state.read_text() if asked.state.exists() and not asked.quick else "{}"
    keep = str if asked.quick else asked.state.write_text
    done = asyncio.run(run(json.loads(before), QUICK if asked.quick else asked.inputs, keep))
    for name, told in done.items():
        print(f"{name:<12} {told['inputs']:>9} inputs, no crash, the longest {told['longest_ms']} ms")
    if asked.json:
        print(
            json.dumps(
                {"name": "fuzz", "figures": done, "targets": {"longest_ms": LONGEST * 1000}, "ok": True}
            )
        )
    sys.exit(0)


if __name__ == "__main__":
    main()
