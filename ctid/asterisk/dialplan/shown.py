"""A dialplan as Asterisk's `dialplan show` prints it, to the byte: what is compared with the real thing."""

from collections.abc import Iterator

from ctid.asterisk.dialplan.lines import clip
from ctid.asterisk.dialplan.model import HINT, Context, Extension, Priority

REGISTRAR = "pbx_config"
AUTOHINTS = "Autohints support enabled"
_BUFFER = 1024


def show(context: Context) -> str:
    """Write a context as Asterisk shows it, with the newline that ends each line."""
    lines = (f"[ Context '{context.name}' created by '{REGISTRAR}' ]", *rows(context))
    return "".join(f"{line}\n" for line in lines)


def rows(context: Context) -> Iterator[str]:
    """Write what a context holds, row by row."""
    if context.autohints:
        yield AUTOHINTS
    for extension in context.extensions:
        yield from _extension(extension)
    for include in context.includes:
        yield _row("Include =>", f"'{include.text}'", REGISTRAR)
    for ignored in context.ignored:
        yield _row("Ignore pattern =>", f"'{ignored.pattern}'", REGISTRAR)
    for switch in context.switches:
        yield _row("Alt. Switch =>", f"'{switch.name}/{switch.data}'", REGISTRAR)


def _extension(extension: Extension) -> Iterator[str]:
    first, *others = extension.priorities
    called = f"'{first.extension}' =>"
    if extension.cid is not None:
        called = f"'{first.extension}' (CID match '{extension.cid}') => "
    yield _row(called, _step(first), first.entry.told)
    for each in others:
        yield _row(f"   [{each.label}]" if each.label else "", _step(each), each.entry.told)


def _step(priority: Priority) -> str:
    if priority.number == HINT:
        return f"hint: {priority.app}"
    return f"{priority.number}. {priority.app}({priority.data})"


def _row(left: str, middle: str, right: str) -> str:
    return f"  {_padded(left, 17)} {_padded(middle, 45)} [{right}]"


def _padded(text: str, width: int) -> str:
    """Pad and cut as snprintf(3) does, which counts bytes."""
    return clip(text, _BUFFER - 1) + " " * (width - len(text.encode(errors="surrogateescape")))
