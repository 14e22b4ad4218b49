"""What can be wrong with routing in `config/centre.yaml`, code by code; a code never changes its meaning.

C144 and C145 are remarks: they are told and stop nothing.
"""

from ctid.config.findings import Wording
from ctid.model.mistakes import Text

_HINT = Text("{hint}", "{hint}")
_EXPRESSION = Text(
    "write conditions like billing >= 2 and (english or mandarin >= 3) and not trainee, or everybody",
    "请写条件，如 billing >= 2 and (english or mandarin >= 3) and not trainee，或写 everybody",
)
_UNDECIDED = Text("it could not be said whom it admits", "无法判断它允许哪些坐席")

ROUTING_WORDINGS = {
    "C134": Wording(
        Text("a skill cannot be named {name}", "技能不能命名为 {name}"),
        Text("it is a word of skill expressions", "它是技能表达式中的关键词"),
        Text("choose another name than and, or, not, everybody", "请勿使用 and、or、not、everybody 作名称"),
    ),
    "C135": Wording(Text("a condition is missing here", "此处缺少条件"), _UNDECIDED, _EXPRESSION),
    "C136": Wording(
        Text("this parenthesis has no partner", "此括号不成对"),
        _UNDECIDED,
        Text("close every ( with one )", "请使每个 ( 都有对应的 )"),
    ),
    "C137": Wording(Text("{name} does not belong here", "{name} 不应出现在此处"), _UNDECIDED, _EXPRESSION),
    "C138": Wording(
        Text("the expression is too long", "表达式过长"),
        Text(
            "at most {most} conditions, nested {deepest} deep, can be understood by a reader",
            "最多 {most} 个条件、嵌套 {deepest} 层，否则读者无法理解",
        ),
        Text("make a skill of what always goes together", "请把总是同时出现的条件合并成一项技能"),
    ),
    "C139": Wording(
        Text("{found} is no whole number from {least} to {most}", "{found} 不是 {least} 到 {most} 的整数"),
        Text("the value counts something", "该值表示数量"),
        Text("write a whole number from {least} to {most}", "请写 {least} 到 {most} 的整数"),
    ),
    "C140": Wording(
        Text('"requires" stands beside "steps"', "“requires” 与 “steps” 并存"),
        Text("both say whom callers reach, and they may differ", "二者都规定来电者可由谁接听，可能矛盾"),
        Text('take "requires" out: what it says is the first step', "请删除 “requires”，把它写成第一步"),
    ),
    "C141": Wording(
        Text("the first step is after {found}, not after 0s", "第一步在 {found} 之后，而不是 0s"),
        Text("until then nobody could answer", "在此之前无人可以接听"),
        Text("write after: 0s", "请写 after: 0s"),
    ),
    "C142": Wording(
        Text("{found} is not later than {first} of the step before", "{found} 不晚于上一步的 {first}"),
        Text("steps open one after the other", "各步依次生效"),
        Text("write a longer time, or join the two with or", "请写更长的时间，或用 or 合并两步"),
    ),
    "C143": Wording(
        Text(
            "{agent} is admitted at {first} and not at {then}",
            "{agent}在 {first} 时可以接听，到 {then} 时却不可以",
        ),
        Text("who may answer a caller may answer them later too", "可以接听某来电的坐席，之后也应可以"),
        Text(
            "ask for less in this step, or add with or what the step before admits",
            "请降低此步的要求，或用 or 加上前一步的条件",
        ),
    ),
    "C144": Wording(
        Text(
            "this step of {name} adds no agent: {expression}",
            "队列 {name} 的此步没有增加坐席：{expression}",
        ),
        Text("everybody here whom it admits was admitted before", "它允许的坐席此前都已允许"),
        Text("take the step out, or ask for less", "请删除此步，或降低要求"),
    ),
    "C145": Wording(
        Text(
            "no agent meets this step of {name}: {expression}",
            "没有坐席符合队列 {name} 的此步：{expression}",
        ),
        Text("callers reach nobody by it", "来电者无法由此找到坐席"),
        Text("give an agent these skills, or ask for less", "请为坐席添加这些技能，或降低要求"),
    ),
    "C146": Wording(
        Text("{found} is no occasion to overflow", "{found} 不是溢出的时机"),
        Text("callers would stay where they are", "来电者将留在原队列"),
        Text(
            "write waited 3m, length 20, closed, or nobody on duty",
            "请写 waited 3m、length 20、closed 或 nobody on duty",
        ),
    ),
    "C147": Wording(
        Text("{found} is no place to overflow to", "{found} 不是溢出的去处"),
        Text("callers would have nowhere to go", "来电者将无处可去"),
        Text(
            "write queue NAME, flow NAME, number +12025550142, voicemail, or callback",
            "请写 queue 名称、flow 名称、number +12025550142、voicemail 或 callback",
        ),
    ),
    "C148": Wording(
        Text("there is no {kind} {name}", "没有名为 {name} 的{kind}"),
        Text("callers who are sent there would have nowhere to go", "被转往该处的来电者将无处可去"),
        _HINT,
    ),
    "C149": Wording(
        Text("overflows lead in a circle: {circle}", "溢出形成循环：{circle}"),
        Text("a caller could be sent round for ever", "来电者可能被无休止地转来转去"),
        Text("let one of these queues overflow elsewhere", "请让其中一个队列溢出到别处"),
    ),
    "C150": Wording(
        Text("{target} is closed whenever {name} is", "{name} 关闭时 {target} 也关闭"),
        Text("both keep the hours of {calendar}", "二者都使用日历 {calendar}"),
        Text(
            "let it overflow to a queue with other hours, or to voicemail",
            "请溢出到服务时间不同的队列或语音信箱",
        ),
    ),
    "C151": Wording(
        Text('"strict" needs "never_wait_longer_than"', "“strict” 需要 “never_wait_longer_than”"),
        Text("callers of low priority could wait for ever", "低优先级的来电者可能永远等待"),
        Text(
            "add never_wait_longer_than: 10m, after which a caller comes before every priority",
            "请添加 never_wait_longer_than: 10m，超过后该来电者先于一切优先级",
        ),
    ),
    "C152": Wording(
        Text("there is no other channel {name}", "没有其他名为 {name} 的渠道"),
        Text(
            'channels are voice and those in "channels" of "routing"',
            "渠道为 voice 及 “routing” 的 “channels” 所列",
        ),
        _HINT,
    ),
    "C153": Wording(
        Text("nobody is preferred as {name}", "没有名为 {name} 的优先坐席"),
        Text("the caller would wait for nobody", "来电者不会等待任何人"),
        _HINT,
    ),
    "C154": Wording(
        Text("{found} is no day", "{found} 不是日期"),
        Text("the calendar has days of its own by their date", "日历按日期列出特殊日"),
        Text('write it like "2026-12-24"', '请写成 "2026-12-24"'),
    ),
    "C155": Wording(
        Text("{day} is closed already at {first}", "{day} 已在 {first} 列为关闭"),
        Text("a day cannot be open and closed", "同一天不能既开放又关闭"),
        Text("take one of the two out", "请删除其一"),
    ),
    "C156": Wording(
        Text("{name} is no key of a telephone", "{name} 不是电话按键"),
        Text("callers press it to be called back", "来电者按此键请求回电"),
        Text('write one key in quotes, such as "2"', '请写一个按键并加引号，如 "2"'),
    ),
    "C157": Wording(
        Text("{name} is no order to dial in", "{name} 不是拨号顺序"),
        Text("a call-back rings two phones, one after the other", "回电依次呼叫两部话机"),
        _HINT,
    ),
}  # fmt: skip
