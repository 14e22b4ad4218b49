"""What can be wrong with a list as a file (L1…): nothing of it is imported then."""

from collections.abc import Sequence

from ctid.dialer.importing.mistakes import shown
from ctid.model.mistakes import Mistake, Place, Text

_NOTHING = Text("a list is imported as a whole or not at all", "名单要么整体导入，要么完全不导入")


def unreadable(file: str, detail: str) -> Mistake:
    """The system does not let us read it."""
    return Mistake(
        "L101",
        Place(file),
        Text(f"cannot be read: {detail}", f"无法读取：{detail}"),
        _NOTHING,
        Text("name a file that this user may read", "请指定当前用户可以读取的文件"),
    )


def which_encoding(place: Place, readings: Sequence[tuple[str, str]]) -> Mistake:
    """It is not UTF-8; several others would fit."""
    seen = "; ".join(f"{name}: “{shown(text)}”" for name, text in readings)
    return Mistake(
        "L102",
        place,
        Text(
            f"the file is not UTF-8; this line read as {seen}", f"文件不是 UTF-8；该行按其他编码读作 {seen}"
        ),
        Text("the wrong one would spoil every name", "编码错误会破坏所有姓名"),
        Text("say which it is, such as --encoding gb18030", "请指明编码，例如 --encoding gb18030"),
    )


def not_of_encoding(place: Place, encoding: str) -> Mistake:
    """It does not decode as what it was said to be."""
    return Mistake(
        "L103",
        place,
        Text(f"this line is not {encoding}", f"该行不是 {encoding} 编码"),
        Text("part of the text would be lost", "部分文字会丢失"),
        Text(
            "say another --encoding, or save the file as UTF-8", "请换用其他 --encoding，或把文件存为 UTF-8"
        ),
    )


def unknown_encoding(encoding: str) -> Mistake:
    """There is no encoding of that name."""
    return Mistake(
        "L103",
        Place("--encoding"),
        Text(f"there is no encoding “{shown(encoding)}”", f"没有名为 “{shown(encoding)}” 的编码"),
        Text("the file cannot be read without", "无法据此读取文件"),
        Text(
            "utf-8, utf-16, gb18030 and latin-1 are the usual ones",
            "常用的有 utf-8、utf-16、gb18030、latin-1",
        ),
    )


def broken_quotes(place: Place, detail: str) -> Mistake:
    """A quote is not closed, or stands where none may."""
    return Mistake(
        "L108",
        place,
        Text(f"the quotes are wrong here or above: {detail}", f"此处或之前的引号有误：{detail}"),
        Text("the rows after it would run into each other", "其后的各行会连在一起"),
        Text("close the quote; write a quote inside quotes twice", "请补上引号；引号内的引号要写两次"),
    )


def empty(file: str) -> Mistake:
    """There is no row."""
    return Mistake(
        "L109",
        Place(file),
        Text("there is no row in it", "文件中没有数据行"),
        Text("there is nobody to call", "没有可拨打的对象"),
        Text("write a header and rows below it", "请写上表头和数据行"),
    )


def unknown_region(region: str) -> Mistake:
    """`--region` names no country."""
    return Mistake(
        "L110",
        Place("--region"),
        Text(f"“{shown(region)}” is no country", f"“{shown(region)}” 不是国家或地区代码"),
        Text("numbers written without a country are read as that country's", "不带国家码的号码按该国读取"),
        Text("write two letters, such as US or CN", "请写两个字母，例如 CN 或 US"),
    )


def all_refused(file: str, rows: int) -> Mistake:
    """Not one row can be used."""
    return Mistake(
        "L112",
        Place(file),
        Text(f"all {rows} rows were refused", f"全部 {rows} 行均被拒绝"),
        _NOTHING,
        Text("mend the rows; each was told with its reason", "请按每行的原因修改"),
    )


def some_refused(file: str, refused: int, rows: int) -> Mistake:
    """`--whole` was asked for."""
    return Mistake(
        "L113",
        Place(file),
        Text(f"{refused} of {rows} rows were refused", f"{rows} 行中有 {refused} 行被拒绝"),
        Text("--whole imports all rows or none", "--whole 要求全部导入或完全不导入"),
        Text("mend the rows, or leave --whole out", "请修改这些行，或去掉 --whole"),
    )


def unknown_list(name: str) -> Mistake:
    """There is no such list."""
    return Mistake(
        "L114",
        Place(name),
        Text("there is no such list", "没有这个名单"),
        Text("only what was imported can be shown, exported or removed", "只能查看、导出或移除已导入的名单"),
        Text("`ctid leads list` names them", "可用 `ctid leads list` 查看"),
    )


def bad_map(said: str) -> Mistake:
    """`--map` is not FIELD=HEADING."""
    return Mistake(
        "L106",
        Place("--map"),
        Text(f"“{shown(said)}” is not FIELD=HEADING", f"“{shown(said)}” 不是 字段=列名 的形式"),
        Text("it says which column holds what", "它说明各列的含义"),
        Text("write it like --map name=Kundenname", "请写成例如 --map name=客户名称"),
    )


def no_day(said: str) -> Mistake:
    """`--of` is no date."""
    return Mistake(
        "L115",
        Place("--of"),
        Text(f"“{shown(said)}” is no date", f"“{shown(said)}” 不是日期"),
        Text("a list may be used for so many days only", "勿呼名单只在规定天数内有效"),
        Text("write the day of the data, such as 2026-11-01", "请写数据日期，例如 2026-11-01"),
    )
