"""What stands in a campaign's report for an outcome, and for the reason of a refusal: a few words each."""

from collections.abc import Mapping

from ctid.model.attempts import AttemptOutcome as Came
from ctid.model.mistakes import Text

OUTCOMES: Mapping[str, Text] = {
    Came.CONNECTED: Text("with an agent", "已接通"),
    Came.ABANDONED: Text("abandoned", "被放弃"),
    Came.HUNG_UP: Text("hung up at once", "接听后即挂断"),
    Came.MACHINE: Text("machine", "机器应答"),
    Came.FAX: Text("fax", "传真"),
    Came.NO_ANSWER: Text("no answer", "无人接听"),
    Came.BUSY: Text("busy", "占线"),
    Came.REJECTED: Text("rejected", "被拒接"),
    Came.INVALID: Text("no such number", "空号"),
    Came.CONGESTED: Text("network could not", "网络不通"),
    Came.CANCELLED: Text("cancelled by us", "我方取消"),
    Came.NOT_DIALLED: Text("not dialled", "未拨出"),
    Came.UNKNOWN: Text("unknown", "不明"),
}

REFUSALS: Mapping[str, Text] = {
    "not_a_number": Text("no number", "不是号码"),
    "short_number": Text("short number", "短号"),
    "costly_number": Text("number of unknown price", "资费不明的号码"),
    "another_law": Text("another country's rules", "适用他国规则"),
    "no_law": Text("no rules", "没有法规配置"),
    "no_caller_id": Text("no number to show", "无可显示号码"),
    "caller_id_dead": Text("number shown is not answered", "显示号码无人接听"),
    "ring_too_short": Text("rings too short", "振铃过短"),
    "no_message": Text("no message", "没有留言"),
    "detector_unmeasured": Text("detector not measured", "检测器未实测"),
    "too_many_abandoned": Text("too many abandoned", "放弃率超限"),
    "not_counted": Text("abandonment not counted", "放弃未经统计"),
    "outside_hours": Text("outside the hours", "不在允许时段"),
    "place_unknown": Text("place unknown", "所在地不明"),
    "public_holiday": Text("public holiday", "公共假日"),
    "outside_campaign_hours": Text("outside the campaign's hours", "不在活动时段"),
    "on_a_list": Text("on a do-not-call list", "在勿呼名单中"),
    "list_missing": Text("do-not-call list missing", "缺少勿呼名单"),
    "list_stale": Text("do-not-call list too old", "勿呼名单过旧"),
    "no_consent": Text("no consent", "未经同意"),
    "consent_revoked": Text("consent taken back", "已撤回同意"),
    "attempt_under_way": Text("being called already", "正在呼叫中"),
    "attempt_unknown": Text("nobody knows whether called", "是否拨打过不明"),
    "attempts_used_up": Text("called often enough", "呼叫次数已满"),
    "rest_abandoned": Text("rests after being abandoned", "被放弃后的静默期"),
    "rest_refused": Text("rests after a refusal", "拒绝后的静默期"),
    "machine_today": Text("machine heard today", "今日曾遇机器应答"),
}
