"""What can be wrong with `config/centre.yaml`, code by code. A code never changes its meaning."""

from ctid.config.findings import Wording
from ctid.model.mistakes import Text

_HINT = Text("{hint}", "{hint}")

CENTRE_WORDINGS = {
    "C101": Wording(
        Text("the file is empty", "文件为空"),
        Text("a centre needs at least agents, skills, queues and numbers", "至少需要坐席、技能、队列和号码"),
        Text(
            "start from the config/centre.yaml that ctid ships",
            "请以 ctid 自带的 config/centre.yaml 为起点",
        ),
    ),
    "C102": Wording(
        Text("{kind} belongs here, not {found}", "此处应为{kind}，而不是 {found}"),
        Text("the value cannot be read as what its key means", "该值与其键的含义不符"),
        Text("write {kind}", "请写成{kind}"),
    ),
    "C103": Wording(
        Text('the key "{key}" is missing', "缺少键“{key}”"),
        Text("there is no value that fits every site", "该项没有适合所有站点的默认值"),
        Text('add "{key}: …" here', "请在此处添加“{key}: …”"),
    ),
    "C104": Wording(
        Text("the key {key} is unknown", "未知的键 {key}"),
        Text("nothing would read it, and what was meant would be missing", "不会有任何程序读取它"),
        _HINT,
    ),
    "C105": Wording(
        Text("there is no skill {name}", "没有名为 {name} 的技能"),
        Text(
            'agents and queues use the names in the list "skills"',
            "坐席和队列只能使用“skills”列表中的名称",
        ),
        _HINT,
    ),
    "C106": Wording(
        Text("the agent {name} is already defined at {first}", "坐席 {name} 已在 {first} 定义"),
        Text("an agent signs on by this id: it must mean one person", "坐席用此编号签入，必须唯一"),
        Text("give one of the two another id, or take it out", "请修改其中一个编号，或删除其一"),
    ),
    "C107": Wording(
        Text("the phone {name} already belongs to the agent at {first}", "话机 {name} 已属于 {first} 的坐席"),
        Text("one phone can ring for one agent only", "一部话机只能为一位坐席振铃"),
        Text("give each agent a phone of their own", "请为每位坐席分配各自的话机"),
    ),
    "C108": Wording(
        Text("the level {level} is outside 1–5", "等级 {level} 不在 1–5 之间"),
        Text("levels go from 1 (some) to 5 (best)", "等级从 1（略懂）到 5（精通）"),
        Text("write a number from 1 to 5; leave the skill out for none", "请写 1 到 5；不具备该技能则不写"),
    ),
    "C109": Wording(
        Text("there is no calendar {name}", "没有名为 {name} 的日历"),
        Text("the queue would not know when it is open", "队列将无法判断服务时间"),
        _HINT,
    ),
    "C110": Wording(
        Text("there is no flow {name}", "没有名为 {name} 的流程"),
        Text("callers of this number would not be answered", "拨打此号码的来电将无人应答"),
        _HINT,
    ),
    "C111": Wording(
        Text("{name} is no number that a trunk sends", "{name} 不是中继会送来的号码"),
        Text("a dialled number is compared digit by digit", "被叫号码逐位比较"),
        Text(
            'write 1–20 digits, with "+" in front if the trunk sends it',
            "请写 1–20 位数字；中继带“+”时在前面加“+”",
        ),
    ),
    "C112": Wording(
        Text("{found} is no span of time", "{found} 不是时长"),
        Text("it must be longer than nothing and say its unit", "时长必须大于零并写明单位"),
        Text("write it like 15s, 2m, 1m30s or 1h", "请写成 15s、2m、1m30s 或 1h"),
    ),
    "C113": Wording(
        Text("{found} are no opening hours", "{found} 不是服务时间"),
        Text("hours go from a time of day to a time of day", "服务时间为一天中的起止时刻"),
        Text('write them like "09:00-18:00", 24:00 at the latest', "请写成 \"09:00-18:00\"，最晚为 24:00"),
    ),
    "C114": Wording(
        Text("{found} ends before it starts", "{found} 的结束时间不晚于开始时间"),
        Text("hours lie within one day", "一段服务时间不能跨日"),
        Text(
            "split hours that pass midnight: until 24:00 here, from 00:00 on the next day",
            "跨午夜请拆分：当天写到 24:00，次日从 00:00 开始",
        ),
    ),
    "C115": Wording(
        Text("{found} overlaps the hours at {first}", "{found} 与 {first} 的时间重叠"),
        Text("two hours for one time of one day: one of them is not meant", "同一天同一时段被写了两次"),
        Text("take one out, or let one end where the other starts", "请删除其一，或使二者首尾相接"),
    ),
    "C116": Wording(
        Text("{name} is no weekday", "{name} 不是星期"),
        Text("hours are given by day or by a run of days", "服务时间按某天或连续几天书写"),
        Text("{hint} (a run of days: mon-fri)", "{hint}（连续几天写成 mon-fri）"),
    ),
    "C117": Wording(
        Text("there is no time zone {name}", "没有名为 {name} 的时区"),
        Text("opening hours are local times", "服务时间是当地时间"),
        Text("{hint} (names are those of the IANA list)", "{hint}（名称以 IANA 时区表为准）"),
    ),
    "C118": Wording(
        Text("the calendar {name} never opens", "日历 {name} 没有任何服务时间"),
        Text("a queue that uses it would refuse every caller", "使用它的队列会拒绝所有来电"),
        Text(
            'give at least one day hours, like mon-fri: ["09:00-18:00"]',
            '请至少写一天，例如 mon-fri: ["09:00-18:00"]',
        ),
    ),
    "C119": Wording(
        Text("there is no region {name}", "没有代码为 {name} 的地区"),
        Text(
            "numbers without a country's code are read as numbers of the region",
            "不带国家码的号码按此地区解读",
        ),
        Text("{hint} (two letters, ISO 3166)", "{hint}（ISO 3166 两位字母）"),
    ),
    "C120": Wording(
        Text("the public holidays of {name} are not known", "没有 {name} 的法定节假日数据"),
        Text("the calendar would be open on them", "日历会在节假日照常开放"),
        Text("{hint} (two letters, ISO 3166)", "{hint}（ISO 3166 两位字母）"),
    ),
    "C121": Wording(
        Text("no agent can answer the queue {name}", "没有坐席能够接听队列 {name}"),
        Text("it requires {expression}, which no agent meets", "它要求 {expression}，没有任何坐席具备"),
        Text("give an agent these skills, or require less", "请为坐席添加这些技能，或降低要求"),
    ),
    "C122": Wording(
        Text('"{key}" names none', "“{key}”为空"),
        Text("a centre without {key} cannot take a call", "没有 {key} 就无法接听来电"),
        Text("define at least one", "请至少定义一个"),
    ),
    "C123": Wording(
        Text("{name} cannot be a name", "{name} 不能作为名称"),
        Text(
            "names are handed to the switch, where other characters have a meaning",
            "名称会传给交换机，其他字符有特殊含义",
        ),
        Text(
            "use up to 40 of the letters A–Z a–z, digits, - and _, and begin with a letter or digit",
            "请用不超过 40 个英文字母、数字、- 和 _，并以字母或数字开头",
        ),
    ),
    "C124": Wording(
        Text("{found} is a number, and text belongs here", "{found} 是数字，此处应为文本"),
        Text("as a number it would lose its leading zeros", "作为数字会丢失开头的零"),
        Text('put it in quotes, as in "1001"', '请加引号，例如 "1001"'),
    ),
    "C125": Wording(
        Text("{name} is no language of the centre", "{name} 不是本系统的语言"),
        Text("the centre speaks English and Chinese", "本系统使用英文和中文"),
        _HINT,
    ),
    "C126": Wording(
        Text("the skill {name} is already listed at {first}", "技能 {name} 已在 {first} 列出"),
        Text("a second entry adds nothing and hides a slip", "重复的条目没有作用，可能是笔误"),
        Text("take one out", "请删除其一"),
    ),
    "C127": Wording(
        Text("{found} is no international number or prefix", "{found} 不是国际格式的号码或前缀"),
        Text("what may be dialled is decided by it", "它决定可以呼叫哪些号码"),
        Text(
            'write it with + and the country, in quotes: "+1202"',
            '请加引号，以 + 和国家代码开头，如 "+1202"',
        ),
    ),
    "C128": Wording(
        Text("{name} is no way to record", "{name} 不是录音方式"),
        Text("nobody may be recorded by a slip of the pen", "不能因笔误而录音"),
        Text(
            "write no, yes, or announce (only who was told so is recorded)",
            "请写 no、yes 或 announce（只录已被告知的人）",
        ),
    ),
    "C129": Wording(
        Text("there is no number {name} to show", "没有名为 {name} 的显示号码"),
        Text('agents choose among those in "numbers" of this section', "坐席只能选择本节 “numbers” 中的号码"),
        _HINT,
    ),
    "C130": Wording(
        Text("there is no cost class {name}", "没有名为 {name} 的资费类别"),
        Text('classes are those that "destinations" names', "类别以 “destinations” 中所写为准"),
        _HINT,
    ),
    "C131": Wording(
        Text("{found} is no number of calls", "{found} 不是通话次数"),
        Text("an agent may make so many calls in a day", "它是坐席每天可外呼的次数"),
        Text("write a whole number from 1 up; leave it out for no limit", "请写不小于 1 的整数；不限则不写"),
    ),
    "C132": Wording(
        Text("{found} is no emergency number", "{found} 不是紧急号码"),
        Text(
            "it passes every rule, so it must be what people key, no more",
            "它不受任何规则限制，必须与人们所拨完全一致",
        ),
        Text('write 2–6 digits, in quotes: "110"', '请写 2–6 位数字并加引号，如 "110"'),
    ),
    "C133": Wording(
        Text("there is no agent {name}", "没有工号为 {name} 的坐席"),
        Text("a number of their own would be shown for nobody", "该显示号码不会用于任何人"),
        _HINT,
    ),
}  # fmt: skip
