"""A bar for work that takes a while, where a person looks on; where nobody does, nothing."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


@contextmanager
def progress_bar(words: str) -> Iterator[Callable[[int, int, int], None]]:
    """Yield what is told how many bytes of how many were read, and how many rows they held."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn(f"{{task.fields[rows]:,}} {words}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(file=sys.stderr), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", rows=0, total=None)

        def tell(read: int, whole: int, rows: int) -> None:
            bar.update(task, completed=read, total=max(whole, 1), rows=rows)

        yield tell
