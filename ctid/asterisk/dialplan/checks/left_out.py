"""D101–D112: what Asterisk leaves out of the files or takes otherwise than it is written; D125."""

from collections.abc import Iterator, Mapping

from ctid.asterisk.dialplan.checks.ground import Ground
from ctid.asterisk.dialplan.checks.words import wrong
from ctid.asterisk.dialplan.complaints import Complaint, Kind
from ctid.model.mistakes import Mistake, Text

CODES: Mapping[Kind, str] = {
    Kind.SECTION_OPEN: "D101",
    Kind.NO_SUCH_SECTION: "D101",
    Kind.NO_SECTION: "D101",
    Kind.NO_SUCH_FILE: "D101",
    Kind.BAD_ESCAPE: "D101",
    Kind.NO_EQUALS: "D102",
    Kind.NO_NAME: "D102",
    Kind.UNKNOWN_DIRECTIVE: "D102",
    Kind.NO_ARGUMENT: "D102",
    Kind.UNKNOWN_SETTING: "D102",
    Kind.BAD_PRIORITY: "D102",
    Kind.LABEL_OPEN: "D102",
    Kind.NO_EXTENSION: "D102",
    Kind.TOO_LONG: "D103",
    Kind.COMMENT_OPEN: "D104",
    Kind.COMMENT_END: "D104",
    Kind.PRIORITY_TAKEN: "D105",
    Kind.LABEL_TAKEN: "D106",
    Kind.NOTHING_TO_CONTINUE: "D107",
    Kind.ARGUMENTS_OPEN: "D109",
    Kind.INCLUDED_TWICE: "D110",
    Kind.SWITCH_TWICE: "D110",
    Kind.IGNORED_TWICE: "D110",
    Kind.CRASHES: "D111",
    Kind.EXEC: "D112",
    Kind.OTHER_LANGUAGE: "D112",
    Kind.NOT_EVALUATED: "D112",
}
_FACTS: Mapping[str, tuple[str, ...]] = {
    "D105": ("extension", "number"),
    "D106": ("label",),
    "D107": ("priority",),
    "D109": ("app",),
    "D111": ("one", "other"),
}
_TOLD: Mapping[Kind, Text] = {
    Kind.SECTION_OPEN: Text("`[` or `(` is not closed", "`[` 或 `(` 没有闭合"),
    Kind.NO_SUCH_SECTION: Text(
        "there is no section {said} to add to or to inherit from", "没有可追加或继承的节 {said}"
    ),
    Kind.NO_SECTION: Text("a setting before the first [context]", "第一个 [上下文] 之前的设置"),
    Kind.NO_SUCH_FILE: Text("no file is found by {said}", "找不到文件 {said}"),
    Kind.BAD_ESCAPE: Text("a backslash begins it", "以反斜杠开头"),
    Kind.NO_EQUALS: Text("`=>` is missing", "缺少 `=>`"),
    Kind.NO_NAME: Text("nothing stands before `=>`", "`=>` 之前没有内容"),
    Kind.UNKNOWN_DIRECTIVE: Text("`#{said}` is unknown", "`#{said}` 未知"),
    Kind.NO_ARGUMENT: Text("`#{said}` names no file", "`#{said}` 没有写文件"),
    Kind.UNKNOWN_SETTING: Text("`{said}` is unknown", "`{said}` 未知"),
    Kind.BAD_PRIORITY: Text("`{said}` is no priority", "`{said}` 不是优先级"),
    Kind.LABEL_OPEN: Text("the label of `{said}` is not closed", "`{said}` 的标签没有闭合"),
    Kind.NO_EXTENSION: Text("the extension is missing", "缺少分机"),
}


def left_out(ground: Ground) -> Iterator[Mistake]:
    """Tell every complaint of the reader in words."""
    for complaint in ground.dialplan.complaints:
        code = CODES[complaint.kind]
        yield wrong(code, complaint.place, **_facts(code, complaint))


def _facts(code: str, complaint: Complaint) -> Mapping[str, object]:
    said = " ".join(complaint.said)
    if code in _FACTS:
        return dict(zip(_FACTS[code], complaint.said, strict=False))
    told = _TOLD.get(complaint.kind, Text("{said}", "{said}"))
    return {"said": Text(told.en.replace("{said}", said), told.zh.replace("{said}", said))}


def nothing_done(ground: Ground) -> Iterator[Mistake]:
    """D125: a step without an application."""
    for step in ground.steps:
        if not step.priority.app.strip():
            yield wrong("D125", step.priority.entry.place())
