"""Words for why a lead was chosen, or waits, or is done with; and why there is none to call."""

LEAD_WORDS: dict[str, tuple[str, str]] = {
    "callback_due": ("they asked to be called at {at} UTC", "对方要求在 {at} UTC 回拨"),
    "due_again": ("due again since {at} UTC, call {attempt}", "自 {at} UTC 起应再次拨打，第 {attempt} 次"),
    "first_call": ("next of list {list}, never called", "名单 {list} 中的下一条，从未拨打"),
    "leads_being_read": ("more leads are being read", "正在读取更多名单"),
    "leads_not_due": ("no lead may be called now", "目前没有可以拨打的名单"),
    "leads_used_up": ("every lead has been dealt with", "所有名单均已处理完毕"),
    "quota_reached": ("{count} of “{disposition}” are reached", "“{disposition}” 已达到 {count} 个"),
    "again_after": ("{outcome}: again after {minutes} min", "{outcome}：{minutes} 分钟后再拨"),
    "other_number": ("{outcome}: their next number", "{outcome}：改拨其下一个号码"),
    "asked_back": ("asked to be called then", "要求届时回拨"),
    "agreed_since": ("they have agreed to be called since", "对方此后已同意接听"),
    "reached": ("reached", "已接通"),
    "tries_used_up": ("{outcome}, {times} times", "{outcome}，已 {times} 次"),
    "attempts_used_up": ("called {times} times, as often as may be", "已拨打 {times} 次，达到上限"),
    "numbers_used_up": ("no number of theirs is left", "没有剩余的可用号码"),
    "maybe_called": (
        "nobody knows whether they were called: not again by itself",
        "无法确定是否已拨打：不会自动再拨",
    ),
}
