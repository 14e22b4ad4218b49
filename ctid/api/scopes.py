"""What an integrator's program may do, by the scopes of its token.

A scope opens a part of the API, for reading or for changing. What is not listed here is closed to programs:
the agents' own pages are theirs, and the WebSocket is for browsers (programs have Server-Sent Events).
"""

from aiohttp import web

from ctid.api.problems import Problem
from ctid.model.mistakes import Text

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

SCOPES: dict[str, Text] = {
    "events:read": Text("read every event", "读取所有事件"),
    "calls:read": Text("read interactions", "读取通话记录"),
    "calls:control": Text("make, hold and end calls, attach data", "发起、保持、结束通话，附加随路数据"),
    "customers:read": Text("read customers", "读取客户资料"),
    "customers:write": Text("add customers", "添加客户"),
    "messages:read": Text("read and hear messages that callers left", "读取并收听来电者的留言"),
    "messages:write": Text("assign and close messages", "分派、关闭留言"),
    "items:read": Text("read work of other channels (chats, e-mails)", "读取其他渠道的工作（聊天、邮件）"),
    "items:write": Text(
        "bring work of other channels, withdraw and finish it", "提交、撤回、完成其他渠道的工作"
    ),
    "consents:read": Text(
        "read what people said about being called, and the do-not-call list", "读取外呼同意记录和勿呼名单"
    ),
    "consents:write": Text(
        "write down what people say about being called, change the do-not-call list",
        "登记外呼同意与撤回，修改勿呼名单",
    ),
    "campaigns:read": Text(
        "read campaigns, what they dialled and why leads were not called",
        "读取外呼活动、拨打记录及未拨打的原因",
    ),
    "campaigns:control": Text(
        "start, pause and stop campaigns, stop all dialling", "启动、暂停、停止外呼活动，紧急停止全部外呼"
    ),
    "webhooks:manage": Text("manage webhook endpoints", "管理 Webhook 端点"),
}

# The part of the API → the scope for reading it, the scope for changing something in it.
_PARTS = {
    "events": ("events:read", None),
    "interactions": ("calls:read", "calls:control"),
    "calls": ("calls:read", "calls:control"),
    "commands": ("calls:read", "calls:control"),
    "customers": ("customers:read", "customers:write"),
    "messages": ("messages:read", "messages:write"),
    "work-items": ("items:read", "items:write"),
    "consents": ("consents:read", "consents:write"),
    "do-not-call": ("consents:read", "consents:write"),
    "campaigns": ("campaigns:read", "campaigns:control"),
    "dialing": (None, "campaigns:control"),
    "leads": ("campaigns:read", None),
    "webhooks": ("webhooks:manage", "webhooks:manage"),
}


def require_scope(request: web.Request, scopes: frozenset[str]) -> None:
    """Refuse a program what none of its scopes opens."""
    part = request.path.removeprefix("/api/v1/").partition("/")[0]
    reading, changing = _PARTS.get(part, (None, None))
    needed = reading if request.method in SAFE else changing
    if needed is None:
        raise Problem("people_only")
    if needed not in scopes:
        en, zh = f"the token lacks the scope {needed}", f"令牌缺少权限 {needed}"
        raise Problem("scope_missing", detail=Text(en, zh))
