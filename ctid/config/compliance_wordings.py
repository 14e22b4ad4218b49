"""What can be wrong with a law in `config/compliance`, code by code; a code never changes its meaning."""

from ctid.config.findings import Wording
from ctid.model.mistakes import Text

_HINT = Text("{hint}", "{hint}")

COMPLIANCE_WORDINGS = {
    "L301": Wording(
        Text("no law can be called {name}", "法规不能命名为 {name}"),
        Text("that one is computed: the tightest of all others", "该名称由系统计算得出：取所有法规之最严者"),
        Text("give the file another name", "请更改文件名"),
    ),
    "L302": Wording(
        Text("the edition of {day} is not later than the one before it", "{day} 版本不晚于前一版本"),
        Text("which of them holds on a day could not be said", "无法判断某日适用哪个版本"),
        Text("write editions by date, the oldest first", "请按日期书写各版本，最早的在前"),
    ),
    "L303": Wording(
        Text(
            'the edition does not say how long evidence is kept ("keep")', "该版本未写明证据保存期（“keep”）"
        ),
        Text("evidence would be gone when it is asked for", "需要时证据可能已不存在"),
        Text('add "keep: 5 years"', "请添加“keep: 5 years”"),
    ),
    "L304": Wording(
        Text("{region} is no region of the law's countries", "{region} 不是该法规所属国家的地区"),
        Text("nobody could ever be there", "不会有任何被叫属于该地区"),
        Text("write it as ISO 3166-2 does: US-FL", "请按 ISO 3166-2 书写：US-FL"),
    ),
    "L305": Wording(
        Text("{found} is no share of a hundred", "{found} 不是百分比"),
        Text("a limit must be read by all in the same way", "限额必须只有一种读法"),
        Text("write 3%, at most 100%", "请写 3%，最多 100%"),
    ),
    "L306": Wording(
        Text("{found} is no span of time", "{found} 不是时长"),
        Text("the rule would hold for no time at all", "该规则将没有有效时长"),
        Text("write 72h, 30 days or 5 years", "请写 72h、30 days 或 5 years"),
    ),
    "L307": Wording(
        Text("there is no hour of the week in which anybody may be called", "一周内没有任何允许呼叫的时段"),
        Text("a campaign under this law could never dial", "适用该法规的活动将永远无法拨打"),
        Text('write hours, mon-fri: ["09:00-18:00"]', '请写时段，如 mon-fri: ["09:00-18:00"]'),
    ),
    "L308": Wording(
        Text("{name} does not say of which place the list is", "{name} 未写明名单所属地区"),
        Text("it is asked for the people of that place only", "名单只用于该地区的被叫"),
        Text("write US:national or US-TX:state", "请写 US:national 或 US-TX:state"),
    ),
    "L309": Wording(
        Text("{name} is nobody of whom consent could be asked", "{name} 不是可要求同意的对象"),
        Text("it would not be known whom to ask for it", "无法得知须向谁取得同意"),
        _HINT,
    ),
    "L310": Wording(
        Text("the span {found} is written twice", "时长 {found} 写了两次"),
        Text("which of the two holds could not be said", "无法判断以哪一个为准"),
        Text("leave one of them out", "请删除其中一个"),
    ),
}
