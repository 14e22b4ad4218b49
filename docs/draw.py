"""Draws docs/reference/state-machines.md from the tables that the code runs on.

    .venv/bin/python docs/draw.py     write the page anew

`tests/docs` fails while the page and the tables differ, so a diagram here is never older than the code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from ctid.acd import agent, callback, item, offer
from ctid.calls import phase
from ctid.dialer import attempt
from ctid.model import messages
from ctid.model.agents import AgentState
from ctid.model.attempts import AttemptState
from ctid.model.callbacks import CallbackState
from ctid.model.interactions import OfferState
from ctid.model.work_items import ItemState

PAGE = Path(__file__).parent / "reference" / "state-machines.md"

HEAD = """\
# State machines

Drawn by [`docs/draw.py`](../draw.py) from the tables in the code; do not edit by hand.
A move that has no row for a state is refused when a person asks for it. When a machine reports it, it is
ignored: switches repeat themselves and reorder. Moves that stay in their state stand in the tables only.
`tests/grids` walks every pair of state and move.
"""


@dataclass(frozen=True)
class Machine:
    """One table of the code and how to introduce it."""

    title: str
    source: str
    words: str
    states: type[StrEnum]
    start: str
    moves: Mapping[Any, StrEnum]  # (state, move) → state


MACHINES = (
    Machine(
        "Agent",
        "ctid/acd/agent.py",
        "What an agent is doing. Moves named `SIGN_…` and `SAY_…` are asked for by the agent.",
        AgentState,
        AgentState.SIGNED_OFF,
        agent.TRANSITIONS,
    ),
    Machine(
        "Offer",
        "ctid/acd/offer.py",
        "One try to give a waiting caller to one agent. An offer that has ended has no moves.",
        OfferState,
        OfferState.POPPING,
        offer.TRANSITIONS,
    ),
    Machine(
        "Call-back",
        "ctid/acd/callback.py",
        "A caller's wish to keep the place and be called back. `CANCEL` is asked for by a supervisor.",
        CallbackState,
        CallbackState.WAITING,
        callback.TRANSITIONS,
    ),
    Machine(
        "Work item",
        "ctid/acd/item.py",
        "A chat, an e-mail … from the line into an agent's hands, and to its end.",
        ItemState,
        ItemState.WAITING,
        item.TRANSITIONS,
    ),
    Machine(
        "Call",
        "ctid/calls/phase.py",
        "Where a caller is, as far as the switch has told.",
        phase.CallPhase,
        phase.CallPhase.IVR,
        phase.TRANSITIONS,
    ),
    Machine(
        "Message",
        "ctid/model/messages.py",
        "What a caller left for the centre. All moves are asked for by people.",
        messages.MessageState,
        messages.MessageState.NEW,
        messages.TRANSITIONS,
    ),
    Machine(
        "Attempt",
        "ctid/dialer/attempt.py",
        "One dial of a campaign. What has ended has no moves; of an `unknown` one only the switch says more.",
        AttemptState,
        AttemptState.COMMITTED,
        attempt.TRANSITIONS,
    ),
)


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *map(section, MACHINES)])


def section(machine: Machine) -> str:
    """Return a machine's diagram and table."""
    return "\n".join(
        [
            f"## {machine.title}\n",
            f"{machine.words} Source: [`{machine.source}`](../../{machine.source}).\n",
            "```mermaid",
            *diagram(machine),
            "```\n",
            "| in state | on | goes to |",
            "|---|---|---|",
            *(f"| `{at}` | `{move.name}` | `{to}` |" for (at, move), to in machine.moves.items()),
            "",
        ]
    )


def diagram(machine: Machine) -> Iterable[str]:
    """Yield the lines of a Mermaid state diagram; moves that join the same two states share one arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for (at, move), to in machine.moves.items():
        if at is not to:
            arrows.setdefault((at.value, to.value), []).append(move.name)
    yield "stateDiagram-v2"
    yield "    direction LR"
    yield f"    [*] --> {machine.start}"
    for (before, after), moves in arrows.items():
        yield f"    {before} --> {after}: {', '.join(moves)}"
    leaving = {before for before, _ in arrows}
    yield from (f"    {end} --> [*]" for end in machine.states if end.value not in leaving)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
