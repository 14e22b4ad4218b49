"""D151–D189: what lets strangers call at your cost, injection, prompts, the contract with ctid."""

from ctid.asterisk.dialplan.checks.words_of_files import Pair, Sentences

_INJECTED: Pair = (
    "whoever calls may put &, @, commas or commands there: another number is dialled, another program run",
    "来电者可在其中放入 &、@、引号、逗号或命令，从而拨打别的号码或运行别的程序",
)
_FILTERED: Pair = (
    "let only what you expect through: ${{FILTER(0-9,{source})}}, and refuse on a difference",
    "请只放行预期字符：${{FILTER(0-9,{source})}}，有差异即拒绝",
)
_BROKEN: Pair = (
    "ctid sends calls there, or waits for them: they are lost or cut off",
    "ctid 会把通话送到那里或在那里等待：通话会丢失或被切断",
)
_CONTRACT: Pair = ("see dialplan/README.md", "请参阅 dialplan/README.md")

ABOUT_SAFETY: dict[str, Sentences] = {
    "D151": (
        (
            "a caller from outside can dial out here, to a number of their choice: {path}",
            "外部来电者可经此拨打任意外线号码：{path}",
        ),
        ("strangers call at your cost (toll fraud)", "陌生人可盗打电话，费用由您承担"),
        (
            "keep contexts that lead out apart from [{root}]; dial only numbers that you set",
            "请把通向外线的上下文与 [{root}] 分开；只拨打由您设定的号码",
        ),
    ),
    "D152": (
        ("{app} gets what was dialled as it is: {source}", "{app} 直接使用了拨打的号码：{source}"),
        _INJECTED,
        _FILTERED,
    ),
    "D153": (
        (
            "{app} gets what the caller's side says as it is: {source}",
            "{app} 直接使用了来电方提供的数据：{source}",
        ),
        _INJECTED,
        _FILTERED,
    ),
    "D154": (
        (
            "the function {name} gets a caller's data as it is: {source}",
            "函数 {name} 直接使用了来电者的数据：{source}",
        ),
        (
            "it runs programs, reads files, fetches pages or keeps data by that name",
            "它会按该内容运行程序、读写文件、访问网页或存取数据",
        ),
        _FILTERED,
    ),
    "D155": (
        (
            "an expression holds a caller's data as it is: {source}",
            "表达式中直接使用了来电者的数据：{source}",
        ),
        ("a quote in it breaks the expression, and the decision", "其中的引号会破坏表达式和判断"),
        (
            "compare ${{LEN(…)}}, or let only what you expect through: ${{FILTER(0-9,{source})}}",
            "请比较 ${{LEN(…)}}，或只放行预期字符：${{FILTER(0-9,{source})}}",
        ),
    ),
    "D161": (
        ("{said} is not closed", "{said} 没有闭合"),
        ("Asterisk reads something else than you see", "Asterisk 读到的与所见不同"),
        ("close it", "请补上"),
    ),
    "D162": (
        (
            "what stands behind the closing parenthesis is left out: {said}",
            "右括号之后的内容会被略去：{said}",
        ),
        ("the step does less than is written", "该步骤执行的内容比写的少"),
        ("take it away, or put it inside", "请删除，或移入括号内"),
    ),
    "D171": (
        ("the sound {name} is missing in: {languages}", "缺少声音 {name}：{languages}"),
        ("callers hear nothing there", "来电者在此听不到任何内容"),
        ("{mend}", "{mend}"),
    ),
    "D181": (
        ("ctid needs {extension} in [{context}]", "ctid 需要 [{context}] 中的 {extension}"),
        _BROKEN,
        _CONTRACT,
    ),
    "D182": (
        (
            "ctid moves calls to {extension} in [{context}]: its first step must be Set(TIMEOUT(absolute)=0)",
            "ctid 会把通话移到 [{context}] 中的 {extension}：第一步必须是 Set(TIMEOUT(absolute)=0)",
        ),
        (
            "a watchdog that still runs cuts the call off minutes later",
            "仍在计时的看门狗会在几分钟后切断通话",
        ),
        ("begin with Set(TIMEOUT(absolute)=0)", "请以 Set(TIMEOUT(absolute)=0) 开头"),
    ),
    "D183": (
        (
            "the watchdog of line {line} still runs where this leads out",
            "离开此处时，第 {line} 行的看门狗仍在计时",
        ),
        ("it cuts the call off later, wherever that is by then", "它会在之后切断通话，无论通话在何处"),
        ("set TIMEOUT(absolute)=0 before", "请先设置 TIMEOUT(absolute)=0"),
    ),
    "D184": (
        ("{name} is ctid's, and set outside of its contexts", "{name} 属于 ctid，却在其上下文之外设置"),
        (
            "ctid takes it for its own word: a caller is lost, or counted twice",
            "ctid 会当作自己写的：来电者会丢失或被重复统计",
        ),
        ("use another name, or leave it to ctid", "请改用其他名称，或交由 ctid 设置"),
    ),
    "D185": (
        ("nobody sets {name}", "没有人设置 {name}"),
        ("it is always empty", "它总是空的"),
        ("{mend}", "{mend}"),
    ),
    "D186": (
        ("ctid does not answer {url}", "ctid 不应答 {url}"),
        ("the caller would wait for the watchdog", "来电者会一直等到看门狗超时"),
        ("{mend}", "{mend}"),
    ),
    "D187": (
        ("AGISTATUS decides after a session of ctid", "ctid 会话之后用 AGISTATUS 判断"),
        ("it says SUCCESS when ctid was killed in mid-sentence", "ctid 中途被杀时它仍为 SUCCESS"),
        (
            "decide by CTID_NEXT or CTID_DO: empty means not finished",
            "请按 CTID_NEXT 或 CTID_DO 判断：为空表示未完成",
        ),
    ),
    "D188": (
        ("the extension h of [{context}] ends a call", "[{context}] 的 h 分机会结束通话"),
        (
            "h runs also when a channel is pulled out of an application, as for a transfer",
            "把通道移出应用（如转接）时也会运行 h",
        ),
        ("only note things in h", "h 中只做记录"),
    ),
    "D189": (
        ("[{context}] is ctid's, and includes [{included}]", "[{context}] 属于 ctid，却包含了 [{included}]"),
        ("what is dialled there is no longer checked by ctid", "在那里拨打的号码不再经 ctid 检查"),
        ("jump to [{context}] from a context of yours instead", "请改为从您自己的上下文跳转到 [{context}]"),
    ),
}
