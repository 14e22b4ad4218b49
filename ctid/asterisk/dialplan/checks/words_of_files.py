"""D101–D125: what Asterisk would leave out of the files, and names that it does not know."""

Pair = tuple[str, str]
Sentences = tuple[Pair, Pair, Pair]  # what, why, how to mend

_LOST: Pair = ("Asterisk leaves the line out", "Asterisk 会略去这一行")

ABOUT_FILES: dict[str, Sentences] = {
    "D101": (
        ("Asterisk stops reading here: {said}", "Asterisk 读到此处为止：{said}"),
        (
            "the rest of the file is not loaded; of the first file nothing is",
            "文件其余部分不会加载；若是主文件，则全部不加载",
        ),
        ("mend this line", "请修正这一行"),
    ),
    "D102": (
        ("Asterisk does not understand this line: {said}", "Asterisk 无法理解这一行：{said}"),
        _LOST,
        (
            "write `exten => NUMBER,PRIORITY,APPLICATION(…)`, `same => n,…`, `include => …`",
            "请写成 `exten => 号码,优先级,应用(…)`、`same => n,…` 或 `include => …`",
        ),
    ),
    "D103": (
        ("the line has more than 8190 bytes", "此行超过 8190 字节"),
        _LOST,
        ("part it, for instance into a Gosub", "请拆分，例如改用 Gosub"),
    ),
    "D104": (
        ("a comment ;-- --; is not balanced", "注释 ;-- --; 不成对"),
        ("all that follows is a comment, too", "其后的内容都会成为注释"),
        ("close it with --; or take the stray sign away", "请用 --; 结束，或删除多余的符号"),
    ),
    "D105": (
        ("{extension} has a priority {number} already", "{extension} 已经有优先级 {number}"),
        ("the first one stays, this one is left out", "保留先写的，此处被略去"),
        ("number it otherwise, or write n", "请改用其他编号，或写 n"),
    ),
    "D106": (
        ('the label "{label}" is taken', "标签“{label}”已被使用"),
        ("this step has none; who jumps there comes elsewhere", "此步骤没有标签；跳转会到别处"),
        ("name it otherwise", "请改用其他名称"),
    ),
    "D107": (
        ("`{priority}` follows nothing", "`{priority}` 之前没有可接续的步骤"),
        _LOST,
        ("begin with priority 1", "请从优先级 1 开始"),
    ),
    "D108": (
        (
            "nothing comes to priority {number} of {extension}: {before}",
            "没有步骤能到达 {extension} 的优先级 {number}：{before}",
        ),
        ("a call ends where the next number is missing", "缺少下一个编号时，通话就此结束"),
        ("number without gaps from 1 on, or write n", "请从 1 起连续编号，或写 n"),
    ),
    "D109": (
        ("the arguments of {app} do not end: `)` is missing", "{app} 的参数没有结束：缺少 `)`"),
        ("Asterisk takes the rest of the line for arguments", "Asterisk 会把该行余下部分当作参数"),
        ("close the parenthesis", "请补上括号"),
    ),
    "D110": (
        ("{said} is here twice", "{said} 重复"),
        ("the second has no effect", "第二次没有作用"),
        ("delete it", "请删除"),
    ),
    "D111": (
        (
            "{one} is spelt {other} here, after a priority was told by a label",
            "{one} 在此写成了 {other}，而之前有以标签表示的优先级",
        ),
        (
            "Asterisk crashes at its next reload, and every call ends",
            "Asterisk 会在下次重新加载时崩溃，所有通话中断",
        ),
        ("spell it alike everywhere", "请统一写法"),
    ),
    "D112": (
        ("only Asterisk can know what this is: {said}", "只有 Asterisk 才知道其内容：{said}"),
        ("what it brings is not checked", "其内容未经检查"),
        ("write it out, or waive this with a reason", "请直接写出内容，或写明原因后忽略"),
    ),
    "D121": (
        ('there is no application "{name}"', "没有名为“{name}”的应用"),
        ("the call ends here", "通话会在此结束"),
        ("{mend}", "{mend}"),
    ),
    "D122": (
        ('there is no function "{name}"', "没有名为“{name}”的函数"),
        ("it is read as empty, or sets nothing", "读到的是空值，或什么也没有设置"),
        ("{mend}", "{mend}"),
    ),
    "D123": (
        ('"{name}" is not in Asterisk any more (since {since})', "“{name}”已从 Asterisk {since} 起移除"),
        ("the call ends here, or the value is empty", "通话会在此结束，或取到空值"),
        ("use {instead}", "请改用 {instead}"),
    ),
    "D124": (
        ('"{name}" is on its way out of Asterisk', "“{name}”即将从 Asterisk 移除"),
        ("a later version will not have it", "以后的版本不再提供"),
        ("use {instead}", "请改用 {instead}"),
    ),
    "D125": (
        ("this step does nothing: no application is named", "此步骤没有写应用"),
        ("the call ends here", "通话会在此结束"),
        ("name one; NoOp() does nothing on purpose", "请写明应用；NoOp() 表示有意什么都不做"),
    ),
}
