"""What can be wrong with a list: with the file as a whole (L1…), and with single rows (L2…)."""

from collections.abc import Iterable, Sequence

from ctid.model.do_not_call_lists import Listing
from ctid.model.mistakes import Mistake, Place, Text

SHOWN = 40  # characters of a cell


def shown(cell: str) -> str:
    """Show a cell: cut, and without what a terminal would obey."""
    plain = "".join(one if one.isprintable() else "�" for one in cell[: SHOWN + 1])
    return plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}…"


def no_header(place: Place) -> Mistake:
    """The first line holds a number already."""
    return Mistake(
        "L104",
        place,
        Text("the first line is no header: it holds a telephone number", "第一行不是表头：其中有电话号码"),
        Text("without names nobody knows what the columns mean", "没有列名就无法知道各列的含义"),
        Text("put a line above it, such as name,number", "请在其上加一行表头，例如 name,number"),
    )


def no_number_column(place: Place, headings: Sequence[str]) -> Mistake:
    """No column is known to hold numbers."""
    names = shown(", ".join(headings))
    return Mistake(
        "L105",
        place,
        Text(f"no column of numbers among: {names}", f"以下各列中没有号码列：{names}"),
        Text("a lead is called by its number", "名单靠号码才能拨打"),
        Text("say which one it is: --map number=HEADING", "请指明是哪一列：--map number=列名"),
    )


def unknown_heading(place: Place, name: str, headings: Sequence[str]) -> Mistake:
    """`--map` names a column that is not there."""
    there = shown(", ".join(headings))
    return Mistake(
        "L106",
        place,
        Text(
            f"there is no column “{shown(name)}”; there are: {there}",
            f"没有 “{shown(name)}” 列；现有：{there}",
        ),
        Text("--map asks for it", "--map 要求有这一列"),
        Text("write it as it stands in the header", "请按表头中的写法填写"),
    )


def unknown_field(field: str, fields: Iterable[str]) -> Mistake:
    """`--map` names something that a lead does not have."""
    known = ", ".join(fields)
    return Mistake(
        "L106",
        Place("--map"),
        Text(f"a lead has no “{shown(field)}”", f"名单没有 “{shown(field)}” 这一项"),
        Text(f"it has: {known}", f"可用的有：{known}"),
        Text(
            "leave the column out: it becomes a fact of its own name", "不写即可：该列会按列名保存为附加信息"
        ),
    )


def heading_twice(place: Place, name: str) -> Mistake:
    """Two columns have one name."""
    return Mistake(
        "L107",
        place,
        Text(f"two columns are called “{shown(name)}”", f"有两列都叫 “{shown(name)}”"),
        Text("it is not known which is meant", "无法确定指的是哪一列"),
        Text("give each its own name", "请为每一列取不同的名称"),
    )


def too_many_columns(place: Place, many: int, most: int) -> Mistake:
    """More columns than a lead may carry."""
    return Mistake(
        "L111",
        place,
        Text(f"{many} columns beside the known ones", f"除已知列外还有 {many} 列"),
        Text(f"a lead carries at most {most} facts", f"每条名单最多保存 {most} 项附加信息"),
        Text("leave out what nobody needs", "请删去不需要的列"),
    )


def wrong_count(place: Place, many: int, expected: int) -> Mistake:
    """A row has more or fewer cells than the header."""
    return Mistake(
        "L201",
        place,
        Text(f"{many} columns where the header has {expected}", f"有 {many} 列，而表头有 {expected} 列"),
        Text("values would stand under the wrong names", "各值会对错列"),
        Text("put cells that hold the separator in quotes", "含分隔符的单元格请加引号"),
    )


def no_such_number(place: Place, cell: str, region: str) -> Mistake:
    """It is no telephone number."""
    said = shown(cell)
    return Mistake(
        "L202",
        place,
        Text(
            f"“{said}” is no telephone number, seen from {region}", f"从 {region} 看，“{said}” 不是电话号码"
        ),
        Text("it could not be dialled, or would reach a stranger", "它无法拨打，或会打给陌生人"),
        Text("write it with its country, such as +12125550123", "请写上国家码，例如 +8613800138000"),
    )


def without_number(place: Place) -> Mistake:
    """All number columns are empty."""
    return Mistake(
        "L203",
        place,
        Text("no number at all", "没有任何号码"),
        Text("a lead is called by its number", "名单靠号码才能拨打"),
        Text("add one, or leave the row out", "请补上号码，或删去该行"),
    )


def twice(place: Place, number: str, before: int | str) -> Mistake:
    """The number came before, however it was written."""
    where = f"row {before}" if isinstance(before, int) else f"lead {before}"
    there = f"第 {before} 行" if isinstance(before, int) else f"名单 {before}"
    return Mistake(
        "L204",
        place,
        Text(f"{number} is the number of {where} already", f"{number} 已是{there}的号码"),
        Text("the same person would be called twice", "同一个人会被重复拨打"),
        Text("keep one of them", "请只保留一条"),
    )


def not_to_be_called(place: Place, number: str, listing: Listing) -> Mistake:
    """The number stands on a do-not-call list."""
    of = listing.of.isoformat()
    return Mistake(
        "L205",
        place,
        Text(
            f"{number} is on the do-not-call list “{listing.list}” of {of}",
            f"{number} 在勿呼名单 “{listing.list}”（{of}）中",
        ),
        Text("its owner does not want to be called", "机主不希望接到电话"),
        Text(
            "leave it out, or give the consent by which they may be called",
            "请删去，或提供可以拨打的同意记录",
        ),
    )


def too_long(place: Place, heading: str, many: int, most: int) -> Mistake:
    """A cell is longer than anything that belongs there."""
    return Mistake(
        "L206",
        place,
        Text(f"“{shown(heading)}” has {many} characters", f"“{shown(heading)}” 有 {many} 个字符"),
        Text(f"at most {most} are kept; a quote may be missing", f"最多保存 {most} 个；也可能是少了引号"),
        Text("shorten it, or close the quote", "请缩短，或补上引号"),
    )


def unprintable(place: Place, heading: str) -> Mistake:
    """A cell holds NUL or another control character."""
    return Mistake(
        "L207",
        place,
        Text(f"“{shown(heading)}” holds characters that are no text", f"“{shown(heading)}” 含有非文本字符"),
        Text("the file is damaged, or of another encoding", "文件已损坏，或编码不同"),
        Text("take them out, or say the --encoding", "请删去这些字符，或用 --encoding 指明编码"),
    )


def line_too_long(place: Place, most: int) -> Mistake:
    """A line that does not end."""
    return Mistake(
        "L208",
        place,
        Text(f"a line of more than {most} characters", f"该行超过 {most} 个字符"),
        Text("no row of people is as long; it is not read into memory", "没有名单行会这么长；不会读入内存"),
        Text("break it into rows", "请拆分成多行"),
    )


_READ_AS = {
    "language": Text("en or zh", "en 或 zh"),
    "region": Text("a code such as US-CA or FR (ISO 3166)", "ISO 3166 代码，例如 US-CA 或 CN"),
    "priority": Text("a whole number from -9 to 9", "-9 到 9 的整数"),
    "due_at": Text(
        "a time with its zone, such as 2026-12-01T09:30+01:00", "带时区的时间，例如 2026-12-01T09:30+08:00"
    ),
    "consent_at": Text("a date or time, such as 2026-03-01", "日期或时间，例如 2026-03-01"),
}


def unread(place: Place, field: str, cell: str) -> Mistake:
    """A cell is not of its column's kind."""
    read_as = _READ_AS[field]
    return Mistake(
        "L209",
        place,
        Text(f"“{shown(cell)}” is no {field}", f"“{shown(cell)}” 不是有效的 {field}"),
        Text("it would be guessed at", "只能靠猜测"),
        Text(f"write {read_as.en}", f"请写成{read_as.zh}"),
    )


def half_a_consent(place: Place) -> Mistake:
    """Consent without its source or without its time."""
    return Mistake(
        "L210",
        place,
        Text("consent has a time or a source, not both", "同意记录只有时间或只有来源"),
        Text("one without the other proves nothing", "缺少任何一项都不能作为证据"),
        Text("fill in both columns, or neither", "请两列都填，或都不填"),
    )
