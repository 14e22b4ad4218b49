"""The words of reasons why so many calls were started (ctid/dialer/pacing)."""

DIALLING_WORDS: dict[str, tuple[str, str]] = {
    "pacing_preview": (
        "leads to show: {lines}; agents free: {free}, calls in flight: {flight}",
        "待预览的名单：{lines}；空闲坐席：{free}，在途呼叫：{flight}",
    ),
    "pacing_progressive": (
        "calls: {lines}, one for each agent who is free and has none; free: {free}, in flight: {flight}",
        "发起呼叫：{lines}，每位没有在途呼叫的空闲坐席一通；空闲：{free}，在途：{flight}",
    ),
    "pacing_power": (
        "calls: {lines}; {ratio} for each agent who is free ({free}), less {flight} in flight",
        "发起呼叫：{lines}；每位空闲坐席（{free} 位）{ratio} 通，减去在途 {flight} 通",
    ),
    "pacing_agentless": (
        "calls: {lines}, as many as there is room for; in flight: {flight}",
        "发起呼叫：{lines}，以线路余量为限；在途：{flight}",
    ),
    "pacing_predictive": (
        "calls: {lines}; agents free: {free}, and {soon} more within {ahead_s} s; in flight: {flight}, "
        "of which {wanted} should be answered; each new call is answered with probability {chance}; expected "
        "to find no agent: {lost}, at a price of {price} for one who does",
        "发起呼叫：{lines}；空闲坐席：{free}，预计 {ahead_s} 秒内再空出 {soon} 位；在途：{flight}，"
        "预计接通 {wanted}；新呼叫接通概率：{chance}；预计无坐席接听：{lost}，每接通一人允许的代价：{price}",
    ),
    "pacing_at_limit": (
        "calls: {lines}; as many were abandoned as the law allows ({abandoned} of {live} who answered, "
        "{window}): only one for each agent who is free; free: {free}, in flight: {flight}",
        "发起呼叫：{lines}；放弃率已达法定上限（{window} 内接通 {live}，放弃 {abandoned}）："
        "仅为每位空闲坐席呼叫一通；空闲：{free}，在途：{flight}",
    ),
    "pacing_stale": (
        "calls: {lines}; what is seen may be out of date, so nothing is foreseen: only one for each agent "
        "who is free; free: {free}, in flight: {flight}",
        "发起呼叫：{lines}；所见状态可能已过时，不作预测：仅为每位空闲坐席呼叫一通；空闲：{free}，在途：{flight}",
    ),
    "pacing_cold": (
        "calls: {lines}; how often people answer is not known yet ({known} calls of {needed} have ended): "
        "only one for each agent who is free; free: {free}, in flight: {flight}",
        "发起呼叫：{lines}；接通率尚未知（已结束 {known} 通，需 {needed} 通）："
        "仅为每位空闲坐席呼叫一通；空闲：{free}，在途：{flight}",
    ),
    "pacing_stale_agentless": (
        "none: what is seen may be out of date, and nobody knows how many calls are up; last seen: {flight}",
        "不发起呼叫：所见状态可能已过时，无法确知在途呼叫数；最后所见：{flight}",
    ),
    "pacing_no_room": (
        "none: there is no room for another call; in flight: {flight}",
        "不发起呼叫：已无线路余量；在途：{flight}",
    ),
}
