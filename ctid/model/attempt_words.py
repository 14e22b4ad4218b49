"""Why attempts of campaigns ended, and why an agent got one."""

ATTEMPT_WORDS: dict[str, tuple[str, str]] = {
    "dial_ended": (
        "nobody answered: {dial}, SIP {sip}, Q.850 {cause}",
        "无人接听：{dial}，SIP {sip}，Q.850 {cause}",
    ),
    "left": ("they hung up", "对方已挂断"),
    "no_receipt": (
        "the switch has no receipt of it and has been up all the time: it was not dialled",
        "交换机一直在运行且没有该次呼叫的凭据：未曾拨出",
    ),
    "campaign_call": (
        "they have answered a call of {campaign}, and this agent has been idle longest",
        "对方已接听外呼活动 {campaign} 的呼叫，该坐席空闲时间最长",
    ),
    "own_leg": ("their phone is rung for a call of its own", "该话机将为另一通呼叫振铃"),
    "written_too_late": (
        "it was written down too late: whether it is allowed was not asked about that moment",
        "记录写入过晚：未曾核对此刻是否允许呼叫",
    ),
    "no_campaign": ("nothing dials that this agent works for", "该坐席没有正在外呼的活动"),
}
