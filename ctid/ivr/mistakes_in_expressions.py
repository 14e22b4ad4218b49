"""What can be wrong with an expression (I130–I137), in both languages, with how to mend it."""

from collections.abc import Mapping

from ctid.ivr.expression_sorts import Misfit
from ctid.ivr.expression_text import DEEPEST, LONGEST, Slip, Unreadable
from ctid.ivr.functions import FUNCTIONS
from ctid.ivr.mistakes import nearest
from ctid.ivr.values import Sort
from ctid.model.mistakes import Mistake, Place, Text

_UNDECIDED = Text("the flow cannot decide what it says", "流程无法判断其含义")
_GRAMMAR = Text(
    "write it as in: customer.tier in ('gold', 'silver') and hour() < 18",
    "请按此写法：customer.tier in ('gold', 'silver') and hour() < 18",
)

_SLIPS: Mapping[Slip, tuple[str, Text, Text]] = {
    Slip.NOTHING: (
        "I130",
        Text("a value is missing here", "此处缺少一个值"),
        Text("add a variable, a 'text', a number or a date", "请补上变量、'文本'、数字或日期"),
    ),
    Slip.STRAY: ("I131", Text("`{written}` does not belong here", "`{written}` 不应出现在此处"), _GRAMMAR),
    Slip.UNPAIRED: (
        "I131",
        Text("the parenthesis `{written}` has no partner", "括号 `{written}` 不成对"),
        Text("close or delete it", "请补全或删除它"),
    ),
    Slip.TOO_LONG: (
        "I132",
        Text("the expression is too long or nested too deeply", "表达式过长或嵌套过深"),
        Text(
            f"at most {LONGEST} characters and {DEEPEST} parentheses in parentheses: use several nodes",
            f"最多 {LONGEST} 个字符、{DEEPEST} 层括号：请拆成多个节点",
        ),
    ),
    Slip.NO_DATE: (
        "I131",
        Text("there is no day {written}", "没有 {written} 这一天"),
        Text("write a day as in 2026-12-31", "日期请写成 2026-12-31"),
    ),
}

_SORTS: Mapping[str, Text] = {
    "text": Text("a text", "文本"),
    "number": Text("a number", "数字"),
    "truth": Text("true or false", "真或假"),
    "date": Text("a date", "日期"),
    "secret": Text("a secret", "保密值"),
}


def unreadable(place: Place, error: Unreadable) -> Mistake:
    """I130–I132: the text of an expression breaks the grammar."""
    code, what, mend = _SLIPS[error.slip]
    if error.written == "==":
        mend = Text("write a single `=`", "请只写一个 `=`")
    elif error.written in ("'", '"'):
        mend = Text("end the text with the same quotation mark", "请用相同的引号结束文本")
    told = Text(what.en.format(written=error.written), what.zh.format(written=error.written))
    return Mistake(code, place, told, _UNDECIDED, mend)


def misfit(place: Place, found: Misfit) -> Mistake:
    """I133–I136: parts of an expression do not fit together."""
    return _MISFITS[found.what](place, found)


def _no_function(place: Place, found: Misfit) -> Mistake:
    return Mistake(
        "I133",
        place,
        Text(f"there is no function {found.name}", f"没有名为 {found.name} 的函数"),
        _UNDECIDED,
        nearest(found.name, FUNCTIONS, Text("use one of the functions", "请使用已有的函数")),
    )


def _count(place: Place, found: Misfit) -> Mistake:
    return Mistake(
        "I134",
        place,
        Text(f"{found.name} takes {found.wanted} values", f"{found.name} 需要 {found.wanted} 个值"),
        _UNDECIDED,
        Text("give it as many", "请给出相应个数的值"),
    )


def _sort(place: Place, found: Misfit) -> Mistake:
    is_, wanted = _SORTS[found.found], _SORTS[found.wanted]
    return Mistake(
        "I135",
        place,
        Text(
            f"{found.name} is {is_.en}, here stands {wanted.en}",
            f"{found.name} 是{is_.zh}，此处应为{wanted.zh}",
        ),
        Text("they could never be compared or joined", "二者无法比较或组合"),
        Text(
            "put text in '…'; number(…) reads a number from a text, text(…) writes one",
            "文本请加 '…'；number(…) 从文本读出数字，text(…) 把数字写成文本",
        ),
    )


def plain(place: Place, written: str, wanted: Sort) -> Mistake:
    """I135: a plain value of another sort than belongs here."""
    sort = _SORTS[wanted]
    return Mistake(
        "I135",
        place,
        Text(f"{written} stands where {sort.en} belongs", f"此处应为{sort.zh}，却写了 {written}"),
        Text("whoever is asked would not understand it", "被询问方无法理解该值"),
        Text(
            f"write {sort.en}, or `= expression` (a text that looks like a number goes in quotes)",
            f"请写{sort.zh}，或写 `= 表达式`（看似数字的文本请加引号）",
        ),
    )


def _secret(place: Place, found: Misfit) -> Mistake:
    return secret(place, found.name)


def secret(place: Place, name: str) -> Mistake:
    """I136: a secret where it would be seen."""
    return Mistake(
        "I136",
        place,
        Text(f'"{name}" is secret and cannot be used here', f"“{name}”是保密值，不能用在这里"),
        Text("what follows from it would give it away in logs and records", "其结果会在日志和记录中泄露它"),
        Text(
            "hand it to an action whose parameter is a Secret, or use `authenticate`",
            "请交给参数类型为 Secret 的动作，或使用 `authenticate`",
        ),
    )


_MISFITS = {"function": _no_function, "count": _count, "sort": _sort, "secret": _secret}


def two_sorts(place: Place, name: str, given: Sort, has: Sort) -> Mistake:
    """I137: a variable is given values of two sorts."""
    new, old = _SORTS[given], _SORTS[has]
    return Mistake(
        "I137",
        place,
        Text(
            f'"{name}" is given {new.en} here and {old.en} elsewhere',
            f"“{name}”在此被赋予{new.zh}，在别处却是{old.zh}",
        ),
        Text("whoever reads it could not know which", "读取者无法知道是哪一种"),
        Text("use two variables", "请使用两个变量"),
    )
