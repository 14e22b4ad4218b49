"""Why: the reason that every decision carries, kept as a value and put into words when asked.

A reason is a code with the facts it was decided on. Only `words` knows languages, so a reason can
be stored, compared and counted long before anybody reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ctid.model.attempt_words import ATTEMPT_WORDS
from ctid.model.campaign_words import CAMPAIGN_WORDS
from ctid.model.choice_words import CHOICE_WORDS
from ctid.model.compliance_words import COMPLIANCE_WORDS
from ctid.model.dialling_words import DIALLING_WORDS
from ctid.model.flow_words import FLOW_WORDS
from ctid.model.item_words import ITEM_WORDS
from ctid.model.languages import Language
from ctid.model.lead_words import LEAD_WORDS
from ctid.model.ledger_words import LEDGER_WORDS
from ctid.model.waiting_words import WAITING_WORDS

Fact = str | int | float


@dataclass(frozen=True, slots=True)
class Reason:
    """A decision's reason: a stable code and the facts behind it."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def words(self, language: Language = Language.EN) -> str:
        """Say the reason in `language`; a code without words says itself, a fact not given is "?"."""
        if self.code not in _WORDS:
            return self.code
        english, chinese = _WORDS[self.code]
        template = chinese if language is Language.ZH else english
        return template.format_map(_Facts(self.facts))


class _Facts(dict[str, Fact]):
    """Facts as an older or newer ctid may have stored them: a page must not break on a missing one."""

    def __missing__(self, name: str) -> str:
        return "?"


_WORDS: dict[str, tuple[str, str]] = {
    **ATTEMPT_WORDS,
    **CHOICE_WORDS,
    **LEAD_WORDS,
    **LEDGER_WORDS,
    "nobody_signed_on": (
        "nobody who matches {skills} is signed on",
        "没有符合 {skills} 的坐席签入",
    ),
    "queue_closed": ("queue {queue} is closed now", "队列 {queue} 现在不在服务时间内"),
    "queue_full": ("{waiting} callers wait in queue {queue} already", "队列 {queue} 已有 {waiting} 人排队"),
    "waited_long": ("waited {waited_s} s in queue {queue}", "已在队列 {queue} 中等待 {waited_s} 秒"),
    "unknown_queue": ("there is no queue {queue}", "没有名为 {queue} 的队列"),
    "queue_open": ("queue {queue} takes the call", "队列 {queue} 接受来电"),
    "number_exact": ("the number {number} is theirs", "号码 {number} 属于该客户"),
    "number_shared": (
        "the number {number} is used by {sharers} customers",
        "号码 {number} 由 {sharers} 位客户共用",
    ),
    "primary_number": ("it is their main number", "这是其主要号码"),
    "recent_contact": ("days since they were last in touch: {days}", "距最近一次联系的天数：{days}"),
    "store_away": (
        "customers cannot be looked up: the database is away",
        "无法查找客户：数据库不可用",
    ),
    "not_a_number": (
        "“{number}” is not a telephone number that can be dialled",
        "“{number}” 不是可以拨打的电话号码",
    ),
    "short_number": (
        "{number} is a short or emergency number: only a person may dial it, at a phone",
        "{number} 是短号码或紧急号码：只能由人在话机上拨打",
    ),
    "costly_number": (
        "{number} is never dialled: the price of such numbers ({type}) is not known beforehand",
        "不拨打 {number}：此类号码（{type}）的费用无法预知",
    ),
    "no_number": ("the call came without a usable number", "来电没有可识别的号码"),
    "no_customer": ("no customer has the number {number}", "没有客户使用号码 {number}"),
    "no_answer": ("the phone rang {rang_s} s without answer", "电话响铃 {rang_s} 秒无人接听"),
    "busy": ("the phone was busy", "话机忙"),
    "rejected": ("the call was rejected at the phone", "话机拒接"),
    "unreachable": ("the phone is not registered or not reachable", "话机未注册或无法连通"),
    "failed": ("the switch could not place the leg", "交换机无法呼叫该话机"),
    "switch_lost": ("the connection to the switch was lost", "与交换机的连接中断"),
    "caller_left": ("the caller hung up first", "来电方先挂断"),
    "overdue": ("no answer came from the switch in time", "交换机未及时答复"),
    "asked": ("asked for by {by}", "由 {by} 操作"),
    "signed_on": ("signed on", "已签入"),
    "signed_off": ("signed off", "已签出"),
    "wrap_up_over": ("wrap-up time is over", "话后处理时间已到"),
    "back_off_over": ("the time after the missed call is over", "未接后的等待时间已到"),
    "no_extension": ("wrap-up after this call cannot be made longer", "本次通话的话后处理不能延长"),
    "extensions_used_up": (
        "wrap-up may be made longer {times} times, and it was",
        "话后处理最多可延长 {times} 次，已用完",
    ),
    "own_call_over": ("the call that the agent made is over", "坐席的外呼已结束"),
    "disposed": ("the disposition was given", "已填写处理结果"),
    "offered": ("reserved for an offer", "已为来电预留"),
    "established": ("caller and agent were connected", "来电方与坐席已接通"),
    "talking": ("talking", "通话中"),
    "after_call": ("wrap-up after the call", "话后处理"),
    "readopted": ("found on the switch after a restart", "重启后在交换机上找回"),
    "unheard": (
        "it came and went while ctid was away, as the switch's own record tells",
        "据交换机自身记录，该通话在 ctid 离线期间到达并结束",
    ),
    "queue_closed_now": (
        "queue {queue} was closed by {who} (since {since} UTC)",
        "队列 {queue} 已由 {who} 立即关闭（自 {since} UTC 起）",
    ),
    "queue_in_use": (
        "queue {queue} is not in the new configuration and still has callers ({callers}): "
        "close it, and apply when it is empty",
        "新配置中没有队列 {queue}，而其中仍有 {callers} 位来电者：请先关闭该队列，待其清空后再应用",
    ),
    "unknown_skill": ("the centre has no skill {skill}", "本中心没有技能 {skill}"),
    "left_the_centre": ("no agent of this centre any more", "已不是本中心的坐席"),
    "past_instant": ("the instant given is past", "给出的时刻已过"),
    "number_blocked": (
        "number {number} was blocked by {who} (since {since} UTC)",
        "号码 {number} 已由 {who} 加入黑名单（自 {since} UTC 起）",
    ),
    "own_number": (
        "{number} is a number of the centre itself",
        "{number} 是本中心自己的号码",
    ),
    "not_blocked": ("number {number} is not blocked", "号码 {number} 不在黑名单中"),
    "diverted": (
        "the switch's own queue connected them while ctid was away",
        "ctid 离线期间由交换机自带队列接通",
    ),
    "caller_diverted": (
        "the caller went over to the switch's own queue",
        "来电者已转入交换机自带队列",
    ),
    "no_hold_diverted": (
        "a call that was connected while ctid was away cannot be held",
        "ctid 离线期间接通的通话不支持保持",
    ),
    "retaken": ("the call goes on at another phone of the agent", "通话转到坐席的另一部话机继续"),
    "lost": ("gone from the switch while ctid was away", "ctid 离线期间已从交换机消失"),
    "phone_not_registered": (
        "phone {phone} is not registered: start it, check its name and password, then say ready again",
        "话机 {phone} 未注册：请启动话机并检查账号和密码，然后再次示闲",
    ),
    "number_refused": (
        "number {number} may not be called: it begins with none of the site's destinations (`outbound`)",
        "号码 {number} 不允许呼叫：不属于本站点允许的呼叫目的地（`outbound`）",
    ),
    "night_lock": (
        "numbers of class {class} are not called while {calendar} is closed",
        "日历 {calendar} 关闭期间不允许呼叫 {class} 类号码",
    ),
    "calls_used_up": (
        "the {calls} calls that an agent may make in a day have been made",
        "坐席每天可拨打的 {calls} 通外呼已用完",
    ),
    "minutes_used_up": (
        "the {minutes} minutes that an agent may talk on calls of their own in a day are used up",
        "坐席每天 {minutes} 分钟的外呼通话时长已用完",
    ),
    "unknown_caller_id": (
        "there is no number {name} to show",
        "没有名为 {name} 的显示号码",
    ),
    "colleague_busy": ("agent {agent} is busy", "坐席 {agent} 正忙"),
    "colleague_away": ("the phone of agent {agent} cannot be reached", "坐席 {agent} 的话机无法接通"),
    "calling_colleague": ("on an internal call with {agent}", "正与 {agent} 内部通话"),
    "bad_dial_string": (
        "what was dialled is no number: it held characters that a dial string must not hold",
        "所拨内容不是号码：其中含有拨号串不允许的字符",
    ),
    "unknown_code": ("there is no feature code {code}", "没有功能码 {code}"),
    "unknown_phone": ("phone {phone} belongs to no agent", "话机 {phone} 不属于任何坐席"),
    "no_call_to_dispose": (
        "there is no call that a disposition could be given to",
        "没有可标记处理结果的通话",
    ),
    "internal_over": ("the internal call is over", "内部通话已结束"),
    "emergency": ("an emergency call is up", "正在进行紧急呼叫"),
    "unknown_interaction": (
        "there is no live interaction {interaction}",
        "没有正在进行的会话 {interaction}",
    ),
    "not_signed_on": ("agent {agent} is not signed on", "坐席 {agent} 未签入"),
    "no_hold_outbound": (
        "a call that the agent made cannot be held yet",
        "坐席主动外呼的通话暂不支持保持",
    ),
    "called_busy": ("the number was busy", "被叫忙"),
    "called_no_answer": ("nobody answered the number", "被叫无人接听"),
    "called_failed": ("the number could not be reached", "被叫无法接通"),
    "retrieved": ("the held call was taken back", "已取回保持的通话"),
    "agent_lost": ("the agent's phone left the held call", "坐席话机已离开被保持的通话"),
    "dialling": ("calling {number}", "正在呼叫 {number}"),
    "no_transfer_outbound": (
        "a call that the agent made cannot be handed on yet",
        "坐席主动外呼的通话暂不支持转接",
    ),
    "transferred": ("handed on by {by}", "由 {by} 转接"),
    "consulted": ("asked for advice by {by}", "由 {by} 发起咨询"),
    "consult_over": ("the consultation is over", "咨询已结束"),
    "unknown_target": (
        "“{to}” is neither an agent nor a queue nor a number that may be called",
        "“{to}” 既不是坐席、队列，也不是允许呼叫的号码",
    ),
    "agent_not_free": (
        "agent {agent} cannot be rung now: {state}",
        "坐席 {agent} 当前不能接听：{state}",
    ),
    "no_consult": ("there is no consultation under way", "当前没有进行中的咨询"),
    "unknown_agent": ("there is no agent {agent}", "没有工号为 {agent} 的坐席"),
    "unknown_not_ready_reason": (
        "there is no not-ready reason {reason}",
        "没有名为 {reason} 的示忙原因",
    ),
    "unknown_disposition": ("there is no disposition {code}", "没有名为 {code} 的处理结果"),
    "not_your_interaction": (
        "interaction {interaction} is not handled by you",
        "会话 {interaction} 不由您处理",
    ),
    "unknown_message": (
        "there is no open message {message}",
        "没有待处理的留言 {message}",
    ),
    "message_taken": (
        "message {message} is in the hands of {agent}",
        "留言 {message} 由 {agent} 处理",
    ),
    "message_is": (
        "that cannot be done with a message that is {state}",
        "留言当前状态（{state}）下不能这样做",
    ),
    "not_now": ("that cannot be done while {state}", "当前状态（{state}）下不能这样做"),
    "receiver_gone": (
        "the receiver answered {status}: it wants no more",
        "接收方返回 {status}：不再接收",
    ),
    "not_recorded": (
        "the talk of interaction {interaction} is not recorded",
        "会话 {interaction} 的通话未在录音",
    ),
    "not_written": (
        "it cannot be written down now (database and spool are away), and nothing is dialled unwritten",
        "当前无法写入记录（数据库和暂存文件均不可用），未经记录不进行拨号",
    ),
    "do_not_call": (
        "number {number} is on the do-not-call list, by {who} (since {since} UTC)",
        "号码 {number} 已由 {who} 加入勿呼名单（自 {since} UTC 起）",
    ),
    "not_on_do_not_call": ("number {number} is not on the do-not-call list", "号码 {number} 不在勿呼名单中"),
    "number_in_use": (
        "the caller still hears the promise, or another call-back to {number} is under way",
        "来电者仍在收听承诺语音，或正在进行对 {number} 的另一次回拨",
    ),
    "callback_expired": ("it was not their turn in time", "在有效期内未轮到回拨"),
    "attempt_unknown": (
        "nobody knows whether the number was called: it is not called again by itself",
        "无法确定是否已呼叫该号码：不会自动再次呼叫",
    ),
    "agent_left": (
        "the agent hung up before the number was answered",
        "被叫接听前坐席已挂断",
    ),
    "no_callback": (
        "interaction {interaction} is not to be called back",
        "会话 {interaction} 没有待回拨的请求",
    ),
    "draining": ("ctid is about to stop: try again in a moment", "ctid 即将停止：请稍后再试"),
    "not_ready": ("not ready: {reason}", "示忙：{reason}"),
    **DIALLING_WORDS,
    **WAITING_WORDS,
    **ITEM_WORDS,
    **FLOW_WORDS,
    **COMPLIANCE_WORDS,
    **CAMPAIGN_WORDS,
}
