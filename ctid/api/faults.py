"""What was sent wrongly, place by place: Pydantic's findings as JSON pointers (RFC 6901) and plain words."""

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ctid.api.problems import Fault, Problem
from ctid.model.mistakes import Text


def problem_of(error: ValidationError) -> Problem:
    """Make the problem that names each wrong place, and what is wrong there in both languages."""
    details = error.errors(include_url=False, include_context=True)
    code = "malformed" if any(detail["type"] == "json_invalid" for detail in details) else "invalid"
    return Problem(code, faults=[Fault(_pointer(detail["loc"]), _message(detail)) for detail in details])


def _pointer(place: tuple[int | str, ...]) -> str:
    steps = (str(step) for step in place if step != "[key]")  # said of a name, it points at the name
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


def _message(detail: ErrorDetails) -> Text:
    context: dict[str, Any] = detail.get("ctx", {})
    known = _MESSAGES.get(detail["type"])
    if known is None:
        return Text(en=detail["msg"], zh=detail["msg"])
    return Text(en=known.en.format_map(context), zh=known.zh.format_map(context))


_MESSAGES = {
    "json_invalid": Text("is not JSON: {error}", "不是有效的 JSON：{error}"),
    "model_type": Text("must be a JSON object", "必须是 JSON 对象"),
    "missing": Text("is missing", "缺少该字段"),
    "extra_forbidden": Text("is not a field of this request", "该请求没有此字段"),
    "string_type": Text("must be text", "必须是文本"),
    "string_too_long": Text("is longer than {max_length} characters", "超过 {max_length} 个字符"),
    "string_unicode": Text("is not valid Unicode", "不是有效的 Unicode 文本"),
    "literal_error": Text("must be {expected}", "必须是 {expected}"),
    "enum": Text("must be {expected}", "必须是 {expected}"),
    "int_parsing": Text("must be a whole number", "必须是整数"),
    "greater_than_equal": Text("must be at least {ge}", "不得小于 {ge}"),
    "less_than_equal": Text("must be at most {le}", "不得大于 {le}"),
    "control_character": Text("holds a control character", "含有控制字符"),
    "several_lines": Text("must be one line", "只能是一行"),
    "dict_type": Text("must be a JSON object", "必须是 JSON 对象"),
    "no_link": Text(
        "must be a link that begins with http:// or https:// and holds no user name",
        "必须是以 http:// 或 https:// 开头且不含用户名的链接",
    ),
    "unknown_event_type": Text(
        "is no event type and no pattern of any", "不是事件类型，也不匹配任何事件类型"
    ),
    "one_of_both": Text("needs either delivery or since", "须提供 delivery 或 since 之一"),
    "bool_type": Text("must be true or false", "必须是 true 或 false"),
    "list_type": Text("must be a list", "必须是列表"),
    "int_type": Text("must be a whole number", "必须是整数"),
    "too_short": Text("must have at least {min_length} entries", "至少需要 {min_length} 项"),
    "too_long": Text("must have at most {max_length} entries", "最多 {max_length} 项"),
    "string_too_short": Text("must not be empty", "不能为空"),
    "blank": Text("must not be empty", "不能为空"),
}
