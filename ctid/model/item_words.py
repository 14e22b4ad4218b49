"""The words of reasons about work of channels other than voice (ctid/model/work_items.py)."""

ITEM_WORDS: dict[str, tuple[str, str]] = {
    "unknown_channel": (
        "this centre has no channel {channel}: name it in centre.yaml, under routing: channels",
        "本中心没有渠道 {channel}：请在 centre.yaml 的 routing: channels 中写明",
    ),
    "unknown_item": ("there is no open work item {item}", "没有未结束的工作项 {item}"),
    "item_is": (
        "that cannot be done with a work item that is {state}",
        "工作项当前状态（{state}）下不能这样做",
    ),
    "not_your_item": ("work item {item} is not in your hands", "工作项 {item} 不在您手中"),
    "accepted": ("the agent accepted it", "坐席已接受"),
    "item_not_written": (
        "it cannot be written down now (database and spool are away), and what is not written could be lost",
        "当前无法写入（数据库和暂存文件均不可用），未写入的工作可能丢失",
    ),
    "declined": ("the agent declined it", "坐席已谢绝"),
    "not_accepted": ("the agent did not accept it in {after_s} s", "坐席在 {after_s} 秒内未接受"),
    "agent_stopped": ("the agent takes no more work now", "坐席现在不再接受工作"),
    "agent_signed_off": ("the agent signed off", "坐席已签出"),
    "item_withdrawn": ("its sender took it back", "发送方已撤回"),
    "does_other_work": ("has other work in hand: {what}", "手头有其他工作：{what}"),
}
