"""The words of compliance (ctid/dialer/compliance): what its rules saw, and why they refused."""

COMPLIANCE_WORDS: dict[str, tuple[str, str]] = {
    "number_dialable": ("{number} may be dialled", "{number} 可以拨打"),
    "law_of": ("rules “{profile}”, called in {countries}", "规则“{profile}”，被叫所在地 {countries}"),
    "another_law": (
        "the rules “{profile}” are not those of where they may be ({countries})",
        "规则“{profile}”不适用于被叫可能所在地（{countries}）",
    ),
    "caller_id_shown": ("{shown} is shown", "显示号码 {shown}"),
    "no_caller_id": (
        "“{shown}” is no whole number to show (E.164)",
        "“{shown}” 不是可显示的完整号码（E.164）",
    ),
    "caller_id_dead": (
        "{shown} would be shown, and the centre does not answer there",
        "将显示 {shown}，但本中心不接听该号码",
    ),
    "ring_long_enough": ("it rings {ring} s, at least {least} s", "振铃 {ring} 秒，至少 {least} 秒"),
    "ring_too_short": (
        "it would ring {ring} s, and the law wants at least {least} s",
        "将振铃 {ring} 秒，而法规要求至少 {least} 秒",
    ),
    "message_ready": (
        "who is abandoned hears {message}, of {seller}",
        "被放弃者将听到 {message}（{seller}）",
    ),
    "no_message": (
        "the campaign has no message, or no seller named in it, for those whom no agent takes",
        "活动没有为无坐席接听者准备留言，或未写明销售方",
    ),
    "no_detector": ("machines are not detected", "不检测机器应答"),
    "detector_measured": (
        "the detector takes {percent} of people for machines, as measured",
        "实测检测器将 {percent} 的真人误判为机器",
    ),
    "detector_unmeasured": (
        "how many people the detector of machines takes for one has not been measured",
        "尚未测量机器检测器对真人的误判率",
    ),
    "few_abandoned": ("abandoned {windows}", "放弃率 {windows}"),
    "too_many_abandoned": (
        "{share} of the people who answered were abandoned ({window}; limit {limit}):"
        " only calls for which an agent is held",
        "已接听者中 {share} 被放弃（{window}；上限 {limit}）：只允许已预留坐席的呼叫",
    ),
    "not_counted": (
        "nobody has counted who was abandoned in the window “{window}”",
        "窗口“{window}”内的放弃数未经统计",
    ),
    "agent_dedicated": ("an agent is held for this call", "已为此呼叫预留坐席"),
    "inside_hours": (
        "{local} (of {zones} clocks they may live by); allowed {hours}",
        "{local}（可能适用的时区数：{zones}）；允许时段 {hours}",
    ),
    "outside_hours": (
        "it is {local} in {zone}, where they may be; allowed {hours}",
        "被叫可能所在时区 {zone} 现为 {local}；允许时段 {hours}",
    ),
    "place_unknown": (
        "nobody knows where the owner of {number} is, and so what time it is there",
        "无法得知 {number} 机主所在地及当地时间",
    ),
    "holidays_allowed": ("calls are allowed on public holidays", "公共假日允许呼叫"),
    "no_holiday": ("{days} is no public holiday there", "{days} 在当地不是公共假日"),
    "public_holiday": (
        "{day} is a public holiday in {region}: {holiday}",
        "{day} 是 {region} 的公共假日：{holiday}",
    ),
    "no_campaign_hours": ("the campaign has no hours of its own", "活动没有自己的时段"),
    "inside_campaign_hours": ("the calendar {calendar} is open", "日历 {calendar} 处于开放时段"),
    "outside_campaign_hours": ("the calendar {calendar} is closed", "日历 {calendar} 处于关闭时段"),
    "on_no_list": ("on none of the lists asked: {lists}", "不在所查询的名单中：{lists}"),
    "on_a_list": ("{number} is on a do-not-call list: {lists}", "{number} 在勿呼名单中：{lists}"),
    "lists_fresh": ("lists and their dates: {lists}", "名单及其日期：{lists}"),
    "list_missing": (
        "the do-not-call list {list} must be asked, and is not there",
        "必须查询勿呼名单 {list}，但没有该名单",
    ),
    "list_stale": (
        "the do-not-call list {list} is {days} days old, at most {oldest} are allowed",
        "勿呼名单 {list} 已有 {days} 天，最多允许 {oldest} 天",
    ),
    "consent_not_needed": (
        "no consent is needed for this call (needed of: {of})",
        "此呼叫无需同意（须同意者：{of}）",
    ),
    "consent_given": ("consent was given on {at} UTC: {source}", "已于 {at} UTC 同意：{source}"),
    "no_consent": (
        "they have not agreed to be called (needed of: {of})",
        "被叫未同意接听（须同意者：{of}）",
    ),
    "not_revoked": ("no consent was taken back", "未撤回同意"),
    "consent_revoked": (
        "they took back their consent ({at} UTC; {by})",
        "被叫已撤回同意（{at} UTC；{by}）",
    ),
    "no_attempt_under_way": ("no other attempt is under way", "没有其他进行中的呼叫"),
    "attempt_under_way": ("another attempt to them is under way", "对其的另一次呼叫正在进行"),
    "attempts_left": ("called {calls} times; allowed {caps}", "已呼叫 {calls} 次；允许 {caps}"),
    "attempts_used_up": (
        "they were called {calls} times within {within}, which is as often as is allowed",
        "{within} 内已呼叫 {calls} 次，达到上限",
    ),
    "rest_abandoned": (
        "we abandoned them (at {at} UTC) and leave them alone for {rest}",
        "曾于 {at} UTC 放弃该呼叫，{rest} 内不再呼叫",
    ),
    "rest_abandoned_over": (
        "not abandoned within the rest of {rest}",
        "{rest} 的静默期内未被放弃",
    ),
    "rest_refused": (
        "they refused (at {at} UTC) and are left alone for {rest}",
        "对方已于 {at} UTC 拒绝，{rest} 内不再呼叫",
    ),
    "rest_refused_over": ("no refusal within the rest of {rest}", "{rest} 的静默期内未曾拒绝"),
    "no_rest": ("these rules ask for no rest here", "该规则对此不要求静默期"),
    "machine_today": (
        "a machine was heard today: nobody is called again before {until} UTC",
        "今日曾听到机器应答：{until} UTC 之前不再呼叫",
    ),
    "no_machine_today": ("no machine was heard today", "今日未听到机器应答"),
}
