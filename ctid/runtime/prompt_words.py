"""Prompts on a terminal: a table of how they stand, a bar while they are spoken."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.prompts.render import Progress as Tell
from ctid.prompts.standing import PromptRow, Standing

_SHOWN = {
    Standing.RECORDED: (Text("recorded", "已录音"), "green"),
    Standing.OUTDATED: (Text("outdated: the text changed", "已过期：文本已修改"), "yellow"),
    Standing.DRAFT: (Text("draft", "合成草稿"), ""),
    Standing.MISSING: (Text("missing: render", "缺失：请合成"), "red"),
}
_SPEAKING = Text("speaking", "正在合成")
_PROMPT = Text("prompt", "提示音")


def table(rows: Iterable[PromptRow], language: Language) -> None:
    """Print how prompts stand."""
    shown = Table(_PROMPT[language], *Language, box=None)
    for row in rows:
        shown.add_row(row.key, *(_cell(row, spoken, language) for spoken in Language))
    Console(highlight=False).print(shown)


@contextmanager
def progress(language: Language) -> Iterator[Tell]:
    """Show a bar while prompts are spoken; none where nobody looks."""
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_SPEAKING[language], total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _cell(row: PromptRow, spoken: Language, language: Language) -> str:
    standing = row.standing.get(spoken)
    if standing is None:
        return ""
    words, colour = _SHOWN[standing]
    return f"[{colour}]{words[language]}[/]" if colour else words[language]
