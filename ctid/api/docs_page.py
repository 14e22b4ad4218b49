"""The OpenAPI document as one page for people: plain HTML, folded, without a script.

Everything is escaped on its way in; the page's own words are in the reader's language, those of the
document (summaries, descriptions) are English.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from ctid.api.event_words import EVENT_WORDS
from ctid.api.problems import PROBLEMS
from ctid.model.events import EventKind
from ctid.model.languages import Language
from ctid.model.mistakes import Text

Json = dict[str, Any]


def render(document: Json, language: Language) -> str:
    """Write the page."""
    return _Page(document, language).whole()


class _Page:
    def __init__(self, document: Json, language: Language) -> None:
        self._document = document
        self._language = language

    def whole(self) -> str:
        info, say = self._document["info"], self._say
        other = Language.EN if self._language is Language.ZH else Language.ZH
        parts = "".join(f'<li><a href="#{name}">{say(name)}</a></li>' for name in _PARTS)
        return (
            f'<!doctype html><html lang="{_TAGS[self._language]}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width">'
            f'<title>{say("title")}</title><link rel="stylesheet" href="/docs.css"></head><body>'
            f"<header><h1>{say('title')}</h1><small>{escape(info['version'])}</small>"
            f'<nav><a href="/openapi.json">openapi.json</a> <a href="?lang={other}" '
            f'lang="{_TAGS[other]}">{_OTHER[self._language]}</a></nav></header><main>'
            f"<p>{_code(info['description'])}</p><ul class=parts>{parts}</ul>"
            f"{self._how()}{self._paths()}{self._webhooks()}{self._problems()}{self._schemas()}</main></body></html>"
        )

    def _say(self, name: str) -> str:
        return escape(_WORDS[name][self._language])

    def _how(self) -> str:
        return (
            f"<section id=how><h2>{self._say('how')}</h2>{_paragraph(_WORDS['signing'][self._language])}"
            f"<pre>{escape(_SIGNING)}</pre></section>"
        )

    def _paths(self) -> str:
        by_tag: dict[str, list[str]] = {}
        for path, methods in self._document["paths"].items():
            for method, operation in methods.items():
                by_tag.setdefault(operation["tags"][0], []).append(self._operation(method, path, operation))
        groups = "".join(f"<h3>{escape(tag)}</h3>{''.join(each)}" for tag, each in by_tag.items())
        return f"<section id=paths><h2>{self._say('paths')}</h2>{groups}</section>"

    def _operation(self, method: str, path: str, told: Json) -> str:
        gate = next((name for each in told["security"] for name in each), "open")
        return (
            f"<details id={escape(told['operationId'])}><summary>"
            f"<b class={method}>{method.upper()}</b> <code>{escape(path)}</code> "
            f"<span>{_code(told['summary'])}</span> <i>{self._say(gate)}</i></summary>"
            f"{_paragraph(told['description'])}{self._parameters(told['parameters'])}"
            f"{self._body(told)}{self._answers(told['responses'])}</details>"
        )

    def _parameters(self, parameters: Iterable[Json]) -> str:
        rows = [
            (f"<code>{escape(each['name'])}</code>", self._say(each["in"]), _type(each["schema"]),
             _code(each.get("description", "")))
            for each in parameters
        ]  # fmt: skip
        return self._table("parameters", rows)

    def _body(self, told: Json) -> str:
        content = told.get("requestBody", {}).get("content", {})
        shapes = "".join(f"<p>{_type(each['schema'])}</p>" for each in content.values())
        return f"<h4>{self._say('body')}</h4>{shapes}" if shapes else ""

    def _answers(self, responses: Json) -> str:
        rows = [
            (f"<b>{status}</b>", "<br>".join(_code(line) for line in each["description"].split("\n")),
             "".join(_type(shape.get("schema", {}), kind) for kind, shape in each.get("content", {}).items()))
            for status, each in responses.items()
        ]  # fmt: skip
        return self._table("answers", rows)

    def _webhooks(self) -> str:
        rows = [
            (f"<code>{escape(kind)}</code>", escape(EVENT_WORDS[EventKind(kind)][self._language]))
            for kind in self._document["webhooks"]
        ]
        return self._section("webhooks", self._table("", rows))

    def _problems(self) -> str:
        rows = [
            (f"<code>{code}</code>", str(status), escape(title[self._language]))
            for code, (status, title) in sorted(PROBLEMS.items())
        ]
        return self._section("problems", self._table("", rows))

    def _schemas(self) -> str:
        schemas = self._document["components"]["schemas"].items()
        return self._section("schemas", "".join(self._schema(name, each) for name, each in schemas))

    def _schema(self, name: str, told: Json) -> str:
        needed = told.get("required", ())
        rows = [
            (f"<code>{escape(field)}</code>{'' if field in needed else ' ' + self._say('optional')}",
             _type(each), _code(each.get("description", "")))
            for field, each in told.get("properties", {}).items()
        ]  # fmt: skip
        listed = ", ".join(f"<code>{escape(str(each))}</code>" for each in told.get("enum", ()))
        inside = self._table("", rows) if rows else f"<p>{listed}</p>"
        return (
            f"<details id=schema-{escape(name)}><summary><code>{escape(name)}</code></summary>"
            f"{_paragraph(told.get('description', ''))}{inside}</details>"
        )

    def _section(self, name: str, inside: str) -> str:
        head = f"<h2>{self._say(name)}</h2><p>{self._say(name + '_more')}</p>"
        return f"<section id={name}>{head}{inside}</section>"

    def _table(self, title: str, rows: Sequence[tuple[str, ...]]) -> str:
        if not rows:
            return ""
        head = f"<h4>{self._say(title)}</h4>" if title else ""
        lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        return f"{head}<div class=wide><table>{lines}</table></div>"


def _paragraph(text: str) -> str:
    return f"<p>{_code(text)}</p>" if text else ""


def _code(text: str) -> str:
    """Escape a text; what stands between backticks is code."""
    pieces = escape(text).split("`")
    return "".join(f"<code>{each}</code>" if at % 2 else each for at, each in enumerate(pieces))


def _type(schema: Json, otherwise: str = "") -> str:
    """Name a schema's type on one line, with links to the shapes it is made of."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#schema-{name}">{name}</a>'
    if "anyOf" in schema:
        return " | ".join(_type(each) for each in schema["anyOf"])
    if words := schema.get("enum") or [schema[name] for name in ("const",) if name in schema]:
        return " | ".join(f"<code>{escape(str(each))}</code>" for each in words)
    if schema.get("type") == "array":
        return f"[{_type(schema['items'])}]"
    for value in (*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")):
        if isinstance(value, dict):
            return f"{{name: {_type(value)}}}"
    return escape(schema.get("format") or schema.get("type") or otherwise)


_PARTS = ("how", "paths", "webhooks", "problems", "schemas")
_TAGS = {Language.EN: "en", Language.ZH: "zh-Hans"}
_OTHER = {Language.EN: "中文", Language.ZH: "English"}
_WORDS = {
    "title": Text("ctid: the interface", "ctid 接口文档"),
    "how": Text("How to sign a request", "如何对请求签名"),
    "signing": Text(
        "Requests of other systems are signed by Standard Webhooks 1.0.0, whose libraries exist for every "
        "language; by hand it is this. `ctid integration NAME` makes an integration and prints its secret "
        "once.",
        "其他系统的请求按 Standard Webhooks 1.0.0 签名，各语言均有现成的库；手工签名如下。"
        "运行 `ctid integration 名称` 可新建集成，密钥只显示一次。",
    ),
    "paths": Text("Requests", "请求"),
    "webhooks": Text("Events", "事件"),
    "webhooks_more": Text(
        "Sent to webhook endpoints, each as {type, timestamp, data}, signed in the same way.",
        "以 {type, timestamp, data} 的形式发送到 webhook 地址，签名方式相同。",
    ),
    "problems": Text("Problem codes", "错误代码"),
    "problems_more": Text(
        "A code never changes its meaning. Where the centre refused a command (409), the code "
        "is that of its reason.",
        "代码的含义不会改变。呼叫中心拒绝命令（409）时，代码为其原因的代码。",
    ),
    "schemas": Text("Shapes", "数据结构"),
    "schemas_more": Text("What is sent and answered, field by field.", "发送与返回的各个字段。"),
    "parameters": Text("Parameters", "参数"),
    "body": Text("Body", "正文"),
    "answers": Text("Answers", "返回"),
    "optional": Text("(optional)", "（可选）"),
    "path": Text("path", "路径"),
    "query": Text("query", "查询"),
    "header": Text("header", "请求头"),
    "open": Text("open", "公开"),
    "cookie": Text("session", "会话"),
    "signed": Text("signed", "签名"),
}
_SIGNING = """\
body='{"agent": "1001", "number": "+8613800138000", "data": {"ticket": "4711"}}'
id=msg_$(openssl rand -hex 12); at=$(date +%s)
key=$(printf %s "${SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
signature=$(printf '%s.%s.%s' "$id" "$at" "$body" |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)
curl "$CTID/api/v1/cti/calls" -H "webhook-id: $id" -H "webhook-timestamp: $at" \\
  -H "webhook-signature: v1,$signature" -H "Content-Type: application/json" -d "$body"
"""
