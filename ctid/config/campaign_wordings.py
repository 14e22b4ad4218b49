"""What can be wrong with `campaigns:` of `config/centre.yaml`. A code never changes its meaning."""

from ctid.config.findings import Wording
from ctid.model.mistakes import Text

_HINT = Text("{hint}", "{hint}")

CAMPAIGN_WORDINGS = {
    "C160": Wording(
        Text("{name} is no mode of a campaign", "{name} 不是外呼模式"),
        Text("it says when calls are started", "它决定何时发起呼叫"),
        _HINT,
    ),
    "C161": Wording(
        Text("there is no {kind} {name}", "没有名为 {name} 的{kind}"),
        Text("the campaign could not do without it", "外呼活动缺少它便无法进行"),
        _HINT,
    ),
    "C162": Wording(
        Text("the campaign shows no number", "外呼活动没有主叫号码"),
        Text(
            "whoever is called must see who calls, and be able to call back",
            "被叫方必须能看到来电号码并可回拨",
        ),
        Text(
            'write shows: "+12025550199", or by prefix: {{"+1212": "+12125550199", "": "+12025550199"}}',
            '请写 shows: "+12025550199"，或按前缀：{{"+1212": "+12125550199", "": "+12025550199"}}',
        ),
    ),
    "C163": Wording(
        Text("mode {mode} needs a queue", "{mode} 模式需要队列"),
        Text("people would answer, and nobody would talk to them", "被叫接听后将无人应答"),
        Text('add "queue: …": its agents talk to who answers', "请添加 “queue: …”：由其坐席与被叫通话"),
    ),
    "C164": Wording(
        Text("mode agentless needs a flow", "agentless 模式需要流程"),
        Text("people would answer, and hear nothing", "被叫接听后将听不到任何内容"),
        Text('add "flow: …" (ivr/), which they hear', "请添加 “flow: …”（ivr/），即被叫听到的流程"),
    ),
    "C165": Wording(
        Text("mode {mode} needs a message", "{mode} 模式需要留言提示音"),
        Text(
            "who answers while no agent is free must hear within two seconds who called",
            "接听时若无空闲坐席，被叫必须在两秒内听到是谁来电",
        ),
        Text(
            'add "message: NAME", a prompt of your own that names you and your number (ivr/prompts)',
            "请添加 “message: 名称”，即说明您的名称和号码的提示音（ivr/prompts）",
        ),
    ),
    "C166": Wording(
        Text('"{key}" says nothing in mode {mode}', "“{key}” 在 {mode} 模式下没有作用"),
        Text("it is for mode {only}", "它用于 {only} 模式"),
        Text("take it out, or change the mode", "请删除，或更改模式"),
    ),
    "C167": Wording(
        Text("{found} is no number from {least} to {most}", "{found} 不是 {least} 到 {most} 之间的数"),
        Text("beyond it no campaign can be run", "超出范围将无法运行外呼活动"),
        Text("write a number from {least} to {most}", "请写 {least} 到 {most} 之间的数"),
    ),
    "C168": Wording(
        Text(
            "machines are to be detected, and it is not said how often a person is taken for one",
            "要识别应答机，但没有把真人误判为应答机的实测比例",
        ),
        Text("each of them counts as a call abandoned", "每次误判都计为一次放弃呼叫"),
        Text(
            'measure it, and add "false_positives: 0.012" for 1.2 %; or take "detects_machines" out',
            "请实测后添加 “false_positives: 0.012”（即 1.2 %），或删除 “detects_machines”",
        ),
    ),
    "C169": Wording(
        Text("after {name} nobody is called again by a rule", "结果为 {name} 时不按规则重拨"),
        Text(
            "rules are for outcomes that the switch knows: of a talk the disposition says what comes next, "
            "and what is not known is never dialled again by itself",
            "规则适用于交换机已知的结果；通话之后由处理结果决定，未知结果绝不自动重拨",
        ),
        _HINT,
    ),
    "C170": Wording(
        Text(
            "the phone rings {ring}, and {profile} asks for {least}",
            "振铃 {ring}，而 {profile} 要求至少 {least}",
        ),
        Text(
            "whoever had no time to answer was called in vain, and unlawfully",
            "振铃过短，被叫来不及接听，属违规呼叫",
        ),
        Text('write "ring: {least}" or longer, or leave it out', "请写 “ring: {least}” 或更长，或不写"),
    ),
    "C171": Wording(
        Text(
            "{calendar} and the hours of {profile} never meet",
            "{calendar} 与 {profile} 的允许时段没有交集",
        ),
        Text(
            "people may be called in both only, by their own clocks: nobody ever would be",
            "只能在两者都允许的时间（按被叫当地时间）呼叫，因此永远不会呼叫任何人",
        ),
        Text("choose another calendar, or take \"hours\" out", "请换用其他日历，或删除 “hours”"),
    ),
    "C172": Wording(
        Text(
            "{share} of people are taken for machines, and {profile} allows to abandon {limit}",
            "有 {share} 的真人被误判为应答机，而 {profile} 只允许放弃 {limit}",
        ),
        Text("each counts as abandoned: nothing would be left", "每次误判都计为放弃，额度将全部耗尽"),
        Text(
            "have the detector measured again, or take \"detects_machines\" out",
            "请重新测定识别率，或删除 “detects_machines”",
        ),
    ),
    "C173": Wording(
        Text("campaign {campaign}: there is no list {name}", "外呼活动 {campaign}：没有名单 {name}"),
        Text("it would have nobody to call", "将没有可呼叫的对象"),
        Text("import it (`ctid leads import`), or take it out", "请导入（`ctid leads import`），或删除"),
    ),
    "C175": Wording(
        Text(
            "campaigns {campaign} and {other} both call from list {name}",
            "外呼活动 {campaign} 与 {other} 使用同一个名单 {name}",
        ),
        Text(
            "a list is dialled from by one campaign at a time, or people would be called twice",
            "一个名单同一时间只能由一个外呼活动使用，否则会重复呼叫",
        ),
        Text(
            "take it out of one of them, or import it a second time under another name",
            "请从其中一个删除，或以另一名称再导入一次",
        ),
    ),
    "C174": Wording(
        Text(
            "campaign {campaign}: {without} of {leads} leads of {name} have no consent, with its source",
            "外呼活动 {campaign}：名单 {name} 的 {leads} 条中有 {without} 条没有带来源的同意记录",
        ),
        Text("{profile} allows to call whoever agreed only", "{profile} 只允许呼叫已同意的人"),
        Text(
            "import the list again with the columns that say when and how they agreed",
            "请重新导入名单，并包含同意时间和来源的列",
        ),
    ),
}  # fmt: skip
