"""What each kind of event tells, in both languages, for those who subscribe to them."""

from ctid.model.events import EventKind
from ctid.model.mistakes import Text

EVENT_WORDS: dict[EventKind, Text] = {
    EventKind.CALL_ARRIVED: Text("A caller's call came in", "来电到达"),
    EventKind.IVR_STEPPED: Text("The caller moved on in the menu", "来电者在语音菜单中前进了一步"),
    EventKind.CUSTOMER_IDENTIFIED: Text("It is known who the caller may be", "已识别可能的来电客户"),
    EventKind.CUSTOMER_CHOSEN: Text("The agent said who the caller is", "坐席确认了来电客户"),
    EventKind.CALL_QUEUED: Text("The caller waits in a queue", "来电进入队列排队"),
    EventKind.CALL_REFUSED: Text("A queue did not take the caller", "队列未接受来电"),
    EventKind.CALL_READOPTED: Text("The call was found again after a restart", "重启后找回了通话"),
    EventKind.OFFER_MADE: Text("The caller is offered to an agent", "来电分配给坐席"),
    EventKind.POP_SHOWN: Text("The agent's page shows the customer", "坐席页面已弹屏"),
    EventKind.POP_SKIPPED: Text("No page of the agent showed the customer", "未能弹屏"),
    EventKind.CALL_DELIVERED: Text("The agent's phone rings", "坐席话机振铃"),
    EventKind.LEG_ANSWERED: Text("The agent's phone was answered", "坐席话机已摘机"),
    EventKind.OFFER_MISSED: Text("The agent did not take the offer", "坐席未应答"),
    EventKind.OFFER_WITHDRAWN: Text("The offer was taken back", "分配已撤回"),
    EventKind.CALL_ESTABLISHED: Text("Both sides hear each other", "双方接通"),
    EventKind.CALL_ORIGINATED: Text("An agent calls out", "坐席外呼"),
    EventKind.CALL_HELD: Text("The caller is on hold", "通话保持"),
    EventKind.CALL_RETRIEVED: Text("The caller was taken back from hold", "取回通话"),
    EventKind.CALL_FAILED: Text("The called party could not be reached", "外呼未接通"),
    EventKind.RECORD_POPPED: Text("A record of another system was popped", "已弹出外部系统的记录"),
    EventKind.DATA_ATTACHED: Text("Data was attached to the call", "已附加随路数据"),
    EventKind.CONNECTION_CLEARED: Text("One party left the call", "一方离开通话"),
    EventKind.CALL_CLEARED: Text("The caller is gone", "来电方已挂断"),
    EventKind.WRAP_UP_STARTED: Text("Wrap-up after the call began", "开始话后处理"),
    EventKind.INTERACTION_DISPOSED: Text("The agent said what came of it", "已填写处理结果"),
    EventKind.INTERACTION_CLOSED: Text("All work on the interaction is over", "会话已结束"),
    EventKind.INTERACTION_LOGGED: Text("The interaction's record is committed", "会话记录已写入"),
    EventKind.AGENT_CHANGED: Text("An agent's state changed", "坐席状态变化"),
    EventKind.PHONE_CHANGED: Text("A phone became reachable or unreachable", "话机可达状态变化"),
    EventKind.SWITCH_UP: Text("The telephone switch is connected", "已连接电话交换机"),
    EventKind.SWITCH_LOST: Text("The telephone switch was lost", "与电话交换机的连接中断"),
    EventKind.DIFFERENCE_HEALED: Text("Resynchronisation mended a difference", "重新同步时修正了差异"),
}
