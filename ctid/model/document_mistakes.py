"""What can be wrong with a YAML document before anybody asks what it means: codes Y001 to Y006."""

from ruamel.yaml.error import MarkedYAMLError, StreamMark
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from ctid.model.mistakes import Mistake, Place, Text


def place_of(mark: StreamMark, file: str) -> Place:
    """Return where a mark of the scanner stands, counted from 1."""
    return Place(file, mark.line + 1, mark.column + 1)


_UNSURE = Text("nothing after this place can be trusted", "此处之后的内容都无法可靠读取")
_GUESS = Text("it could be read in more than one way", "它可能有多种读法")


def unreadable(error: MarkedYAMLError, file: str) -> Mistake:
    """The scanner or parser gave up."""
    mark = error.problem_mark or error.context_mark
    place = place_of(mark, file) if mark is not None else Place(file, 1, 1)
    problem = ", ".join(part for part in (error.context, error.problem) if part)
    return Mistake(
        "Y001",
        place,
        Text(f"this is no YAML: {problem}", f"不是有效的 YAML：{problem}"),
        _UNSURE,
        Text(
            "mend the indentation (spaces, no tabs), quotes or brackets here or on the line above",
            "请检查此行或上一行的缩进（用空格，不用制表符）、引号或括号",
        ),
    )


def unprintable(error: ReaderError, text: str, file: str) -> Mistake:
    """A control character stands in the text."""
    before = text[: error.position]
    place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
    code = f"U+{ord(text[error.position]):04X}"
    return Mistake(
        "Y001",
        place,
        Text(f"the character {code} may not stand in YAML", f"YAML 中不允许出现字符 {code}"),
        _UNSURE,
        Text(
            "delete the invisible character; save the file as UTF-8", "请删除该不可见字符，并将文件存为 UTF-8"
        ),
    )


def key_twice(place: Place, key: str, first: Place) -> Mistake:
    """A mapping names a key again."""
    return Mistake(
        "Y002",
        place,
        Text(f'the key "{key}" is given twice', f"键“{key}”出现了两次"),
        Text(
            f"only one could count; the first is on line {first.line}",
            f"只能有一个生效；第一个在第 {first.line} 行",
        ),
        Text("delete or rename one of them", "请删除或改名其中一个"),
    )


def key_no_text(place: Place, key: MappingNode | SequenceNode | ScalarNode) -> Mistake:
    """A key is a number, a truth value or a collection."""
    written = key.value if isinstance(key, ScalarNode) else "…"
    return Mistake(
        "Y003",
        place,
        Text(f"the key {written} is not text", f"键 {written} 不是文本"),
        _GUESS,
        Text(f'put it in quotes: "{written}":', f'请加引号："{written}":'),
    )


def alias(place: Place, anchor: str) -> Mistake:
    """A value refers to another place."""
    return Mistake(
        "Y004",
        place,
        Text(f"the alias *{anchor} is not accepted", f"不接受别名 *{anchor}"),
        Text("every line must say all it means where it stands", "每一行都应在原处写明全部含义"),
        Text("write the value out here", "请在此处写出完整的值"),
    )


def directive(place: Place) -> Mistake:
    """The document begins with %YAML or %TAG."""
    return Mistake(
        "Y004",
        place,
        Text("a % directive is not accepted", "不接受 % 指令"),
        Text("these files are always YAML 1.2", "这些文件一律按 YAML 1.2 读取"),
        Text("delete the lines that begin with %", "请删除以 % 开头的行"),
    )


def tagged(place: Place, tag: str) -> Mistake:
    """A value asks to be built as some type."""
    return Mistake(
        "Y004",
        place,
        Text(f"the tag {tag} is not accepted", f"不接受标签 {tag}"),
        Text(
            "values here are text, numbers, true, false, lists and mappings",
            "这里只使用文本、数字、真假值、列表和映射",
        ),
        Text(
            "delete the word that begins with !, or put the value in quotes",
            "请删除以 ! 开头的词，或给该值加引号",
        ),
    )


def too_much(place: Place, limits: tuple[int, int, int]) -> Mistake:
    """A limit (characters, values, levels) is passed."""
    characters, values, levels = limits
    return Mistake(
        "Y005",
        place,
        Text("the file is too large or nested too deeply", "文件过大或嵌套过深"),
        Text(
            f"the limits are {characters} characters, {values} values and {levels} levels",
            f"上限为 {characters} 个字符、{values} 个值、{levels} 层",
        ),
        Text("split it into several files", "请拆分为多个文件"),
    )


def no_number(place: Place, written: str) -> Mistake:
    """A number would lose digits: a leading zero, an infinity, thousands of digits."""
    shown = written if len(written) <= 20 else written[:20] + "…"
    return Mistake(
        "Y006",
        place,
        Text(f"{shown} is no number that can be kept exactly", f"{shown} 不是可以准确保存的数字"),
        _GUESS,
        Text(f'put it in quotes to keep every digit: "{shown}"', f'请加引号以保留每一位："{shown}"'),
    )
