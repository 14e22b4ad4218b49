"""What went wrong, as RFC 9457 problem details in the reader's language.

A problem's `code` is stable and is what programs look at; `title` and `detail` are for people and
follow `Accept-Language`. When the centre refused a command, the code is that of its Reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aiohttp import hdrs, web

from ctid.api import encode
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.model.reasons import Reason


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong place in what was sent: a JSON pointer (RFC 6901) and what is wrong there."""

    pointer: str
    message: Text


class Problem(Exception):
    """Raised anywhere in a request; the outermost middleware turns it into the response.

    `more` are members of its own (RFC 9457 §3.2).
    """

    def __init__(
        self,
        code: str,
        *,
        status: int = 0,
        title: Text | None = None,
        detail: Text | None = None,
        faults: Iterable[Fault] = (),
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(code)
        known_status, known_title = PROBLEMS.get(code, REFUSED)
        self.code, self.status = code, status or known_status
        self.title, self.detail = title or known_title, detail
        self.faults, self.more = tuple(faults), dict(more or {})

    def response(self, language: Language) -> web.Response:
        """Put the problem into words."""
        body: encode.Json = {
            "type": f"urn:problem-type:ctid:{self.code}",
            "title": self.title[language],
            "status": self.status,
            "detail": self.detail[language] if self.detail else self.title[language],
            "code": self.code,
            "errors": [{"pointer": each.pointer, "message": each.message[language]} for each in self.faults],
            **self.more,
        }
        return web.Response(
            status=self.status,
            text=encode.dumps(body),
            content_type="application/problem+json",
            headers={hdrs.RETRY_AFTER: RETRY_AFTER} if self.status == UNAVAILABLE else {},
        )


def refused(why: Reason, command: str) -> Problem:
    """Say that the centre refused a command, and by which rule."""
    status, title = REFUSED
    return Problem(why.code, status=status, title=title, detail=words_of(why), more={"command_id": command})


def words_of(why: Reason) -> Text:
    """Say a reason in both languages."""
    return Text(en=why.words(Language.EN), zh=why.words(Language.ZH))


def of_http(error: web.HTTPException) -> Problem:
    """Say in our words what aiohttp itself refused (an unknown path, a body too large …)."""
    code = _OF_STATUS.get(error.status, "malformed" if error.status < 500 else "internal")
    return Problem(code, status=error.status)


def language_of(request: web.BaseRequest) -> Language:
    """Pick the language the reader likes best (RFC 9110 §12.5.4); English when they like neither."""
    best, chosen = 0.0, Language.EN
    for part in request.headers.get(hdrs.ACCEPT_LANGUAGE, "").lower().split(","):
        tag, _, weight = part.partition(";")
        name = tag.strip().partition("-")[0]
        quality = _quality(weight)
        if name in _LANGUAGES and quality > best:
            best, chosen = quality, _LANGUAGES[name]
    return chosen


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    if name != "q":
        return 1.0
    digits = value.strip()
    return float(digits) if digits.replace(".", "", 1).isdecimal() else 0.0


_LANGUAGES = {language.value: language for language in Language}

UNAVAILABLE, RETRY_AFTER = 503, "5"  # seconds; the store tries every 10 s at most

REFUSED = (409, Text("The centre refused this", "呼叫中心拒绝了该操作"))

PROBLEMS: dict[str, tuple[int, Text]] = {
    "malformed": (400, Text("The request is not well formed", "请求格式不正确")),
    "not_signed_in": (401, Text("Open your sign-in link first", "请先打开您的登录链接")),
    "ticket_refused": (
        401,
        Text(
            "This sign-in link is wrong, used or too old: ask for a new one",
            "登录链接无效、已使用或已过期：请索取新的链接",
        ),
    ),
    "token_refused": (
        401,
        Text(
            "This token is wrong or was revoked: issue a new one with `ctid token`",
            "令牌无效或已撤销：请用 `ctid token` 签发新的令牌",
        ),
    ),
    "scope_missing": (
        403,
        Text(
            "The token may not do this: issue one with the scope that `detail` names",
            "令牌无此权限：请签发含 `detail` 所列权限的令牌",
        ),
    ),
    "people_only": (403, Text("A program's token does not open this", "程序令牌不能访问该地址")),
    "foreign_origin": (
        403,
        Text("The request came from another site's page", "请求来自其他网站的页面"),
    ),
    "agents_only": (403, Text("Only an agent can do this", "只有坐席可以执行该操作")),
    "supervisors_only": (403, Text("Only a supervisor can do this", "只有班长可以执行该操作")),
    "unknown_agent": (
        403,
        Text("You are no longer an agent of this centre", "您已不是本呼叫中心的坐席"),
    ),
    "signature_missing": (
        401,
        Text(
            "The request is not signed: webhook-id, webhook-timestamp and webhook-signature are needed",
            "请求未签名：需要 webhook-id、webhook-timestamp 和 webhook-signature",
        ),
    ),
    "signature_malformed": (
        401,
        Text(
            "The signature cannot be checked: the id, the timestamp or the body (UTF-8) is not well formed",
            "无法校验签名：标识、时间戳或正文（UTF-8）格式不正确",
        ),
    ),
    "signature_wrong": (
        401,
        Text(
            "No integration's secret makes this signature: check the secret, and sign the body as it is sent",
            "没有任何集成的密钥能得出该签名：请检查密钥，并按实际发送的正文签名",
        ),
    ),
    "timestamp_too_old": (
        401,
        Text(
            "The request was signed more than 5 minutes ago: check the sender's clock",
            "请求的签名时间早于 5 分钟之前：请检查发送方的时钟",
        ),
    ),
    "timestamp_too_new": (
        401,
        Text(
            "The request was signed more than 5 minutes from now: check the sender's clock",
            "请求的签名时间晚于 5 分钟之后：请检查发送方的时钟",
        ),
    ),
    "not_permitted": (
        403,
        Text("This integration may not ask that", "该集成没有此项权限"),
    ),
    "not_found": (404, Text("There is nothing under this address", "该地址下没有内容")),
    "no_browser_phone": (
        404,
        Text(
            "This centre has no phone in the browser for you: use your desk phone",
            "本中心未为您提供浏览器话机：请使用您的话机",
        ),
    ),
    "method_not_allowed": (405, Text("This address does not take that method", "该地址不支持此方法")),
    "events_gone": (
        410,
        Text(
            "The events after this number are no longer kept: read the present state, then go on from `next`",
            "该编号之后的事件已不再保留：请读取当前状态，然后从 `next` 继续",
        ),
    ),
    "too_slow": (408, Text("The request took too long to arrive", "请求传输超时")),
    "message_replayed": (
        409,
        Text(
            "This webhook-id came before; command_id names what came of it",
            "该 webhook-id 已经收到过；command_id 为当时的命令",
        ),
    ),
    "key_reused": (
        422,
        Text(
            "This Idempotency-Key was used for another work item: give each its own",
            "该 Idempotency-Key 已用于另一个工作项：请为每个工作项使用不同的键",
        ),
    ),
    "configured_in_file": (
        409,
        Text(
            "The site's file of webhooks defines this: change it there",
            "该项由站点的 webhook 文件定义：请在文件中修改",
        ),
    ),
    "too_large": (413, Text("The request is larger than 64 kB", "请求超过 64 kB")),
    "invalid": (422, Text("Some of what was sent cannot be taken", "提交的部分内容无法接受")),
    "not_a_number": (422, Text("This is no telephone number", "不是有效的电话号码")),
    "short_number": (422, Text("Short numbers are not dialled", "不拨打短号码")),
    "costly_number": (422, Text("Numbers of unknown price are not dialled", "不拨打费用无法预知的号码")),
    "configuration_mistaken": (
        422,
        Text(
            "There are mistakes in the configuration; nothing was changed",
            "配置中有错误；未做任何更改",
        ),
    ),
    "internal": (
        500,
        Text(
            "ctid made a mistake; it is written in its log",
            "ctid 内部出错，详情已写入日志",
        ),
    ),
    "too_many_streams": (
        503,
        Text(
            "Too many event streams are open: close some, then try again",
            "打开的事件流过多：请关闭一些后重试",
        ),
    ),
    "database_away": (
        503,
        Text(
            "The database is away and holds what you ask for: try again soon; newer events are at hand",
            "所需内容在数据库中，而数据库暂不可用：请稍后重试；较新的事件仍可读取",
        ),
    ),
    "not_kept_yet": (
        504,
        Text(
            "The change holds but is not written down yet: the database is away or slow",
            "更改已生效但尚未写入：数据库不可用或响应缓慢",
        ),
    ),
    "centre_silent": (
        504,
        Text(
            "The centre did not answer in time: look at your state before you try again",
            "呼叫中心未及时答复：重试前请先确认您的状态",
        ),
    ),
}

_OF_STATUS = {401: "not_signed_in", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}
