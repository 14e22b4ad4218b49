"""What can be wrong with a flow: every code, in both languages, with how to mend it.

I101 target missing         I102 unreachable       I103 dead end          I104 loop without the caller
I105 no way after failing   I107 prompt missing    I110 variable not set  I112 no way on errors
I113 not of this site       I106, I108, I109, I114–I117: each beside its rule, in checks/
I121 wrong shape            I122 unknown key       I123 missing key       I124 value not allowed
I125 kind of node           I126 name badly formed
"""

from collections.abc import Collection
from difflib import get_close_matches

from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Place, Text

ABOUT_NAMES_ONLY = frozenset({"I107", "I113"})  # the shape of the flow is sound all the same

_STUCK = Text("a caller who gets here hears nothing more", "到达此处的来电者将听不到任何内容")
_IGNORED = Text("it would be ignored without a word", "它会被悄悄忽略")
_UNREAD = Text("the flow cannot be read without guessing", "不猜测就无法读懂该流程")


def nearest(name: str, known: Collection[str], otherwise: Text) -> Text:
    """Ask "did you mean", or list what there is, or say `otherwise`."""
    close = get_close_matches(name, known, n=1)
    if close:
        return Text(f'did you mean "{close[0]}"?', f"是否想写“{close[0]}”？")
    if known and len(known) <= 12:
        listed = ", ".join(sorted(known))
        return Text(f"{otherwise.en}; there are: {listed}", f"{otherwise.zh}；现有：{listed}")
    return otherwise


# --- where nodes lead -------------------------------------------------------------------------------
def no_such_node(place: Place, name: str, known: Collection[str]) -> Mistake:
    """I101: a target names no node."""
    what = Text(f'there is no node "{name}"', f"没有名为“{name}”的节点")
    mend = Text("name a node of this flow", "请写本流程中的一个节点名")
    return Mistake("I101", place, what, _STUCK, nearest(name, known, mend))


def unreachable(place: Place, name: str) -> Mistake:
    """I102: no way leads to a node."""
    return Mistake(
        "I102",
        place,
        Text(f'no way leads to the node "{name}"', f"没有任何路径通向节点“{name}”"),
        Text("no caller will ever hear it", "任何来电者都不会听到它"),
        Text("lead to it from another node, or delete it", "请从其他节点引向它，或将其删除"),
    )


def no_next(place: Place, name: str) -> Mistake:
    """I103: a node that must go on does not say where."""
    return Mistake(
        "I103",
        place,
        Text(f'the node "{name}" does not say what comes next', f"节点“{name}”没有写明下一步"),
        _STUCK,
        Text("add `next:` with the name of a node", "请加上 `next:` 和一个节点名"),
    )


def no_end(place: Place, name: str) -> Mistake:
    """I103: from a node no way leads to an end."""
    return Mistake(
        "I103",
        place,
        Text(
            f'no way from "{name}" leads to a queue or an end', f"从节点“{name}”出发到不了任何队列或结束节点"
        ),
        Text("a caller who gets here can only hang up", "到达此处的来电者只能挂机"),
        Text(
            "lead to a `queue`, `voicemail`, `callback`, `closed` or `hangup` node",
            "请引向 `queue`、`voicemail`、`callback`、`closed` 或 `hangup` 节点",
        ),
    )


def endless(place: Place, names: Collection[str]) -> Mistake:
    """I104: nodes lead round in a circle while the caller does nothing."""
    circle = " → ".join(names)
    return Mistake(
        "I104",
        place,
        Text(
            f"a caller who does nothing goes round for ever: {circle}", f"来电者不操作就会无限循环：{circle}"
        ),
        Text("the line stays busy until somebody notices", "线路会一直被占用，直到有人发现"),
        Text("let one of these ways lead to a queue or an end", "请让其中一步引向队列或结束节点"),
    )


def no_way_after_failures(place: Place) -> Mistake:
    """I105: an entry does not say where it leads after too many bad entries."""
    return Mistake(
        "I105",
        place,
        Text("this does not say what follows after too many bad entries", "没有写明多次输入失败后的去向"),
        Text("a caller who cannot use keys would be stuck", "无法按键的来电者会被困在这里"),
        Text(
            "add `on_max_failures:` here or in `defaults`", "请在此处或 `defaults` 中加上 `on_max_failures:`"
        ),
    )


def no_way_on_error(place: Place) -> Mistake:
    """I112: somebody outside is asked, and it is not said where it leads when no answer comes."""
    return Mistake(
        "I112",
        place,
        Text("this does not say what follows when no answer comes", "没有写明得不到回答时的去向"),
        Text(
            "whoever is asked will be away one day, with callers on the line",
            "对方总有不可用的时候，而来电者正在线上",
        ),
        Text(
            "add `on_error:` here or in `defaults: {outside: …}`",
            "请在此处或 `defaults: {outside: …}` 中加上 `on_error:`",
        ),
    )


# --- names of the site ------------------------------------------------------------------------------
def no_such_prompt(place: Place, key: str, language: Language, known: Collection[str]) -> Mistake:
    """I107: a prompt has no text in a language that the flow declares."""
    mend = Text(f"add it to the prompts in {language}", f"请将其加入 {language} 提示音文本")
    return Mistake(
        "I107",
        place,
        Text(f'the prompt "{key}" is missing in {language}', f"提示音“{key}”缺少 {language} 文本"),
        Text("callers in that language would hear silence", "使用该语言的来电者只会听到静音"),
        nearest(key, known, mend) if get_close_matches(key, known, n=1) else mend,
    )


def never_set(place: Place, name: str, known: Collection[str]) -> Mistake:
    """I110: a variable is looked at but never given a value."""
    mend = Text("set it with `set` or `collect`", "请用 `set` 或 `collect` 为它赋值")
    return Mistake(
        "I110",
        place,
        Text(f'nothing sets the variable "{name}"', f"没有任何节点为变量“{name}”赋值"),
        Text("only the default would ever be taken", "将永远只走默认分支"),
        nearest(name, known, mend),
    )


def no_such_queue(place: Place, name: str, known: Collection[str]) -> Mistake:
    """I113: the site has no such queue."""
    return _no_such(place, name, known, Text("queue", "队列"))


def no_such_calendar(place: Place, name: str, known: Collection[str]) -> Mistake:
    """I113: the site has no such calendar."""
    return _no_such(place, name, known, Text("calendar", "日历"))


def no_such_skill(place: Place, name: str, known: Collection[str]) -> Mistake:
    """I113: the site has no such skill."""
    return _no_such(place, name, known, Text("skill", "技能"))


def _no_such(place: Place, name: str, known: Collection[str], sort: Text) -> Mistake:
    return Mistake(
        "I113",
        place,
        Text(f'the site has no {sort.en} "{name}"', f"站点没有名为“{name}”的{sort.zh}"),
        Text("callers would be turned away", "来电者会被拒之门外"),
        nearest(
            name,
            known,
            Text(f"define the {sort.en} in the centre's file", f"请在呼叫中心配置文件中定义该{sort.zh}"),
        ),
    )


# --- the form of the file ---------------------------------------------------------------------------
_SHAPES = {
    "mapping": Text("`key: value` pairs", "`键: 值` 映射"),
    "list": Text("a list", "列表"),
    "text": Text("text", "文本"),
    "said": Text(
        "one value in a form, as in {digits: = order_no}", "一个带形式的值，例如 {digits: = order_no}"
    ),
    "truth": Text("true or false", "true 或 false"),
    "integer": Text("a whole number", "整数"),
    "span": Text("a span of time such as 5s or 500ms", "时长，例如 5s 或 500ms"),
}


def wrong_shape(place: Place, shape: str) -> Mistake:
    """I121: a value is of another sort than the one that belongs here."""
    expected = _SHAPES[shape]
    return Mistake(
        "I121",
        place,
        Text(f"here must stand {expected.en}", f"此处应为{expected.zh}"),
        _UNREAD,
        Text(
            f"write {expected.en} (a number or true that is meant as text goes in quotes)",
            f"请写{expected.zh}（若数字或 true 表示文本，请加引号）",
        ),
    )


def unknown_key(place: Place, name: str, known: Collection[str]) -> Mistake:
    """I122: a key that means nothing here."""
    return Mistake(
        "I122",
        place,
        Text(f'the key "{name}" means nothing here', f"键“{name}”在此处没有意义"),
        _IGNORED,
        nearest(name, known, Text("delete it", "请删除它")),
    )


def missing_key(place: Place, name: str) -> Mistake:
    """I123: a key that must be here is not."""
    return Mistake(
        "I123",
        place,
        Text(f"`{name}:` is missing here", f"此处缺少 `{name}:`"),
        _UNREAD,
        Text(f"add `{name}:`", f"请加上 `{name}:`"),
    )


def not_allowed(place: Place, written: str, allowed: str, words: Collection[str] = ()) -> Mistake:
    """I124: a value outside of what is allowed."""
    return Mistake(
        "I124",
        place,
        Text(f"{written} is not allowed here", f"此处不允许 {written}"),
        Text(f"allowed is {allowed}", f"允许的是 {allowed}"),
        nearest(written, words, Text("choose an allowed value", "请改为允许的值")),
    )


def not_both(place: Place, one: str, other: str) -> Mistake:
    """I124: two keys that exclude each other."""
    return Mistake(
        "I124",
        place,
        Text(f"`{one}` and `{other}` cannot both stand here", f"`{one}` 与 `{other}` 不能同时出现"),
        Text("only one of them could happen", "只有一个会发生"),
        Text("keep one of them", "请只保留其中一个"),
    )


def no_kind(place: Place, name: str, found: Collection[str], kinds: Collection[str]) -> Mistake:
    """I125: a node is of no kind, or of several."""
    listed = ", ".join(kinds)
    how_many = Text("of several kinds", "属于多个类型") if found else Text("of no kind", "没有类型")
    return Mistake(
        "I125",
        place,
        Text(f'the node "{name}" is {how_many.en}', f"节点“{name}”{how_many.zh}"),
        Text("what happens to the caller here is not said", "没有写明来电者在此会遇到什么"),
        Text(f"give it exactly one of: {listed}", f"请恰好写其中一个：{listed}"),
    )


def bad_name(place: Place, name: str, pattern: str) -> Mistake:
    """I126: a name has characters that names do not have."""
    return Mistake(
        "I126",
        place,
        Text(f'"{name}" is no good name here', f"“{name}”不是合适的名称"),
        Text(f"names here match {pattern}", f"此处的名称须匹配 {pattern}"),
        Text("use small letters, digits and the separator shown", "请用小写字母、数字和上面所示的分隔符"),
    )


def reserved(place: Place, name: str) -> Mistake:
    """I126: a variable's name is one that the session keeps for itself."""
    return Mistake(
        "I126",
        place,
        Text(f'the variable "{name}" is kept by the session itself', f"变量“{name}”由会话自身保管"),
        Text("a value put there would change what callers hear", "写入的值会改变来电者听到的内容"),
        Text("choose another name", "请换一个名称"),
    )
