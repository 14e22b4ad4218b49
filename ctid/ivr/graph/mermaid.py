"""A drawing as Mermaid text, which many readers of Markdown draw by themselves."""

from collections.abc import Iterator

from ctid.ivr.graph.shape import Arrow, Box, Drawing


def write_mermaid(drawing: Drawing) -> str:
    """Write a flowchart from the top down."""
    return "\n".join(_lines(drawing)) + "\n"


def _lines(drawing: Drawing) -> Iterator[str]:
    yield "flowchart TD"
    numbers = {box.name: f"n{number}" for number, box in enumerate(drawing.boxes)}
    for box in drawing.boxes:
        yield f'  {numbers[box.name]}["{_text(_caption(box))}"]'
    for arrow in drawing.arrows:
        label = _text(caption(arrow))
        line = f'-->|"{label}"|' if label else "-->"
        yield f"  {numbers[arrow.source]} {line} {numbers[arrow.target]}"
    for colour in dict.fromkeys(box.colour for box in drawing.boxes):
        coloured = ",".join(numbers[box.name] for box in drawing.boxes if box.colour == colour)
        yield f"  style {coloured} fill:{colour},stroke:#555,color:#111"


def _caption(box: Box) -> str:
    note = f"<br/>{box.note}" if box.note else ""
    return f"{box.name}<br/>{box.kind}{note}"


def caption(arrow: Arrow) -> str:
    """Write what stands beside an arrow."""
    share = "" if arrow.share is None else f"{arrow.share:.0%}"
    return " — ".join(part for part in (arrow.label, share) if part)


def _text(text: str) -> str:
    return text.replace("#", "#35;").replace('"', "#quot;")
