"""Words for why a consent, or a call-back that is asked for with a result, is not written down."""

LEDGER_WORDS: dict[str, tuple[str, str]] = {
    "not_said_yet": ("{at} UTC is still to come", "{at} UTC 尚未到来"),
    "number_withheld": ("the number of this call is not known", "不知道该通话的号码"),
    "no_campaign_call": (
        "only whom a campaign has called can be called back like this",
        "只有外呼活动的通话才能这样预约回拨",
    ),
    "never_again": (
        "“{code}” means that they never want to be called again",
        "“{code}” 表示对方要求不再拨打",
    ),
    "call_back_over": ("{at} UTC is over: choose a later time", "{at} UTC 已过：请选择更晚的时间"),
}
