"""What can keep a dialplan from being applied, in words: what, why it matters, how to mend it."""

from ctid.model.mistakes import Mistake, Mistaken, Place, Text


def wrong(code: str, place: str, **facts: object) -> Mistaken:
    """Make the exception for `code` at `place`; `facts` fill the words' {names}."""
    what, why, mend = (Text(en.format_map(facts), zh.format_map(facts)) for en, zh in _WORDS[code])
    return Mistaken([Mistake(code, Place(place), what, why, mend)])


_Pair = tuple[str, str]

_WORDS: dict[str, tuple[_Pair, _Pair, _Pair]] = {
    "R601": (
        ("no *.conf file is there to be applied", "没有可以应用的 *.conf 文件"),
        ("an empty dialplan would end every call at the door", "空的拨号方案会让所有来电无处可去"),
        ("name the folder with --from", "请用 --from 指定存放文件的目录"),
    ),
    "R602": (
        ("this file was not written by ctid", "该文件不是 ctid 写的"),
        ("ctid never overwrites what somebody else wrote", "ctid 绝不覆盖他人编写的文件"),
        (
            "move it away, or apply into another folder with --into",
            "请移走该文件，或用 --into 应用到另一个目录",
        ),
    ),
    "R603": (
        ("this file was changed by hand since ctid wrote it", "该文件在 ctid 写入之后被手工修改过"),
        ("applying would lose that change", "继续应用会丢失该修改"),
        (
            "carry the change over to the source, then remove this file and apply again",
            "请把修改移到源文件，删除该文件后重新应用",
        ),
    ),
    "R604": (
        (
            "Asterisk would not take this as it stands ({kind}: {said})",
            "Asterisk 不会照此加载（{kind}：{said}）",
        ),
        ("what it leaves out is missed only by a caller", "被它略去的内容，要等来电者遇到才会发现"),
        ("mend that line; `ctid dialplan check` says more", "请修正该行；`ctid dialplan check` 有更多说明"),
    ),
    "R605": (
        ("no file of {into}/ is included here", "此文件没有包含 {into}/ 下的任何文件"),
        ("Asterisk would never read what is applied", "应用的内容 Asterisk 永远不会读取"),
        ('add the line `#tryinclude "{into}/*.conf"`', '请加上一行 `#tryinclude "{into}/*.conf"`'),
    ),
    "R606": (
        (
            "Asterisk has loaded something else than the files say: {rows}",
            "Asterisk 实际加载的与文件不符：{rows}",
        ),
        (
            "the dialplan before was put back and loaded (what differs still: {still})",
            "已恢复并重新加载之前的拨号方案（仍有差异：{still}）",
        ),
        (
            "look for variables that only Asterisk knows, other modules' contexts, and Asterisk's log",
            "请检查只有 Asterisk 才知道的变量、其他模块的上下文以及 Asterisk 的日志",
        ),
    ),
    "R607": (
        ("ctid does not know how to reach Asterisk's console", "ctid 不知道如何访问 Asterisk 控制台"),
        (
            "without it nothing can be reloaded, and nobody can see what was loaded",
            "没有它就无法重新加载，也看不到实际加载了什么",
        ),
        ("set switch.control, as in `asterisk -rx`", "请设置 switch.control，例如 `asterisk -rx`"),
    ),
    "R608": (
        ("generation {number} was being applied when ctid died", "ctid 在应用第 {number} 代时中断"),
        ("the files and what Asterisk has loaded may differ", "文件与 Asterisk 已加载的内容可能不一致"),
        (
            "`ctid dialplan apply` goes on with it, `ctid dialplan rollback` goes back",
            "用 `ctid dialplan apply` 继续，或用 `ctid dialplan rollback` 回退",
        ),
    ),
    "R609": (
        (
            "Asterisk's console does not answer `{command}`: {why}",
            "Asterisk 控制台对 `{command}` 没有应答：{why}",
        ),
        (
            "what it has loaded is not known; files may have been written",
            "无法得知它加载了什么；文件可能已经写入",
        ),
        (
            "start Asterisk or mend switch.control, then `ctid dialplan apply` again, or `rollback`",
            "请启动 Asterisk 或修正 switch.control，然后重新 `ctid dialplan apply`，或 `rollback`",
        ),
    ),
    "R610": (
        ("there is no generation to go back to", "没有可以回退的版本"),
        ("ctid goes back only to what it applied itself", "ctid 只能回退到自己应用过的版本"),
        ("apply the dialplan that you want", "请直接应用您需要的拨号方案"),
    ),
    "R611": (
        (
            "generation {number} is back, but Asterisk has loaded something else: {rows}",
            "已恢复第 {number} 代，但 Asterisk 实际加载的与之不符：{rows}",
        ),
        ("callers hear what Asterisk has loaded", "来电者听到的以 Asterisk 加载的为准"),
        ("look into Asterisk's log", "请查看 Asterisk 的日志"),
    ),
    "R612": (
        ("{what} is no NUMBER@CONTEXT", "{what} 不是 NUMBER@CONTEXT（号码@上下文）"),
        ("what is looked for, and from where, decides what is found", "查找什么、从哪里查找，决定结果"),
        ("write, for example, 4001@ctid-in", "请写成例如 4001@ctid-in"),
    ),
    "R613": (
        ("there is no context {context}", "没有名为 {context} 的上下文"),
        ("a call that comes there ends", "进入该上下文的通话会直接结束"),
        ("there are: {others}", "现有：{others}"),
    ),
    "R614": (
        ("there is no such file", "没有这个文件"),
        ("a dialplan begins there", "拨号方案由此开始"),
        (
            "name Asterisk's configuration folder with --etc, and the file with --main",
            "请用 --etc 指定 Asterisk 的配置目录，用 --main 指定文件",
        ),
    ),
    "R615": (
        ("it cannot be read or written: {why}", "无法读取或写入：{why}"),
        (
            "ctid needs to read Asterisk's configuration, and to write in the folder that is its own",
            "ctid 需要能读取 Asterisk 的配置，并能写入属于自己的目录",
        ),
        (
            "run it as a user who may, on Asterisk's host",
            "请在 Asterisk 所在主机上，以有权限的用户运行",
        ),
    ),
}
