"""How replays are told: simulation and telephone beside each other."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import typer

from ctid.ivr.path import write_path
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.runtime.ivr_call import Compared


def tell(compared: Sequence[Compared], language: Language, *, in_json: bool) -> None:
    """Print what came of them."""
    if in_json:
        typer.echo(json.dumps([_as_json(one, language) for one in compared], ensure_ascii=False))
        return
    for one in compared:
        for line in _words(one):
            typer.echo(line[language])


def _words(one: Compared) -> Iterator[Text]:
    name, replayed = one.scenario.name, one.replayed
    if one.skipped is not None:
        yield Text(f"not replayed  {name}: {one.skipped.en}", f"未重放  {name}：{one.skipped.zh}")
    if replayed is None:
        return
    seconds, simulated = replayed.seconds, one.trial.seconds
    path, heard = write_path(replayed.path), " ".join(replayed.heard)
    if one.agrees:
        yield Text(f"agrees  {name}: {replayed.end}", f"一致  {name}：{replayed.end}")
    else:
        yield Text(f"DIFFERS  {name}", f"不一致  {name}")
    for differing in one.differs:
        yield Text(
            f"      {differing.what}: simulated {differing.expected}, real {differing.found}",
            f"      {differing.what}：模拟 {differing.expected}，实际 {differing.found}",
        )
    yield Text(f"      path: {path}", f"      路径：{path}")
    yield Text(f"      heard: {heard}", f"      听到：{heard}")
    yield Text(
        f"      {seconds:.1f} s (simulated {simulated:.1f} s)",
        f"      {seconds:.1f} 秒（模拟 {simulated:.1f} 秒）",
    )


def _as_json(one: Compared, language: Language) -> dict[str, Any]:
    replayed = one.replayed
    return {
        "name": one.scenario.name,
        "flow": one.scenario.flow,
        "agrees": one.agrees,
        "not_replayed": one.skipped[language] if one.skipped else None,
        "simulated": {"path": write_path(one.trial.path), "end": one.trial.end, "seconds": one.trial.seconds},
        "real": None
        if replayed is None
        else {
            "path": write_path(replayed.path),
            "end": replayed.end,
            "seconds": round(replayed.seconds, 3),
            "heard": list(replayed.heard),
        },
        "differs": [f"{d.what}: {d.expected} / {d.found}" for d in one.differs],
    }
