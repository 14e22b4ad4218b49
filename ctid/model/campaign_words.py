"""The words of reasons about campaigns: why one runs, is held, or may not be started."""

CAMPAIGN_WORDS: dict[str, tuple[str, str]] = {
    "unknown_campaign": ("there is no campaign {campaign}", "没有名为 {campaign} 的外呼活动"),
    "campaign_new": ("it was never started", "从未启动"),
    "campaign_is": (
        "that cannot be done with a campaign that is {state}",
        "外呼活动当前状态（{state}）下不能这样做",
    ),
    "campaign_gone": (
        "the campaign is not in the configuration any more",
        "配置中已没有该外呼活动",
    ),
    "window_near": (
        "near the limit: {abandoned} of {live} who answered were abandoned, {share}"
        " ({window}; limit {limit})",
        "接近上限：接听 {live} 人，放弃 {abandoned} 人，占 {share}（{window}；上限 {limit}）",
    ),
    "window_over": (
        "above the limit, and may still recover: {abandoned} of {live} who answered were abandoned, {share}"
        " ({window}; limit {limit})",
        "高于上限，尚可恢复：接听 {live} 人，放弃 {abandoned} 人，占 {share}（{window}；上限 {limit}）",
    ),
    "window_spent": (
        "limit used up: {abandoned} of {live} who answered were abandoned, {share} ({window}; limit {limit}):"
        " only calls for which an agent is held",
        "上限已用尽：接听 {live} 人，放弃 {abandoned} 人，占 {share}（{window}；上限 {limit}）："
        "只拨打已预留坐席的呼叫",
    ),
    "campaign_free": ("what held it is over", "暂停的原因已消除"),
    "campaign_blind": (
        "nothing is dialled while the switch cannot be seen",
        "看不到交换机期间不拨号",
    ),
    "dialing_killed": (
        "all dialling was stopped by {who} (since {since} UTC); it must be allowed again first",
        "全部外呼已由 {who} 紧急停止（自 {since} UTC 起）；须先解除",
    ),
    "campaign_killed": (
        "all dialling was stopped by {who} ({since} UTC)",
        "{who} 紧急停止了全部外呼（{since} UTC）",
    ),
    "dialing_not_killed": ("dialling is not stopped", "外呼未被紧急停止"),
    "no_law": ("no edition of {profile} is in force", "{profile} 没有生效的版本"),
    "unknown_lead": ("there is no lead {lead}", "没有名单条目 {lead}"),
    "not_preview": (
        "campaign {campaign} dials by itself: its leads are not chosen by agents",
        "外呼活动 {campaign} 自动拨号：名单不由坐席选择",
    ),
    "not_of_queue": (
        "agent {agent} does not answer queue {queue}",
        "坐席 {agent} 不接听队列 {queue}",
    ),
    "list_in_use": (
        "campaign {campaign} dials from list {list}: stop it first",
        "外呼活动 {campaign} 正在使用名单 {list}：请先停止它",
    ),
    "not_standing_by": (
        "your phone does not stand by yet: be ready, and answer it when it rings",
        "您的话机尚未待命：请先就绪，并在话机振铃时接听",
    ),
    "no_line_free": (
        "campaign {campaign} has no free line just now: try again when a call has ended",
        "外呼活动 {campaign} 目前没有空闲线路：请在有通话结束后再试",
    ),
    "kept_for_lead": (
        "agent {agent} waits for somebody whom they have had called",
        "坐席 {agent} 正在等待其已发起呼叫的客户接听",
    ),
    "lead_skipped": ("skipped by agent {agent}: {why}", "坐席 {agent} 跳过：{why}"),
    "no_lead_shown": ("no such lead is shown to you", "当前没有向您显示该名单"),
    "not_their_number": ("{number} is no number of this lead", "{number} 不是该名单的号码"),
}
