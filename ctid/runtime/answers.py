"""Who asked a command and waits for its answer."""

import asyncio

from ctid.model.effects import AnswerCommand
from ctid.model.reasons import Reason


class Answers:
    """Futures of commands under way, by command id."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[Reason | None]] = {}

    def expect(self, command: str) -> "asyncio.Future[Reason | None]":
        """Return what will be done when the command is answered."""
        future: asyncio.Future[Reason | None] = asyncio.get_running_loop().create_future()
        self._waiting[command] = future
        future.add_done_callback(lambda _: self._waiting.pop(command, None))
        return future

    def give(self, effect: AnswerCommand) -> None:
        """Tell whoever still waits."""
        future = self._waiting.get(effect.command)
        if future is not None and not future.done():
            future.set_result(effect.refused)
