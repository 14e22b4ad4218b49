"""Reads the file of webhook endpoints. What a URL may be is asked of whoever will connect to it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ctid.config import fields
from ctid.config.centre_wordings import CENTRE_WORDINGS
from ctid.config.fields import Read, Section
from ctid.config.findings import Findings, Wording, hint, shown
from ctid.model.document import Node, read_document
from ctid.model.events import EventKind
from ctid.model.mistakes import Text
from ctid.model.webhooks import Endpoint, EndpointId, Secret, is_pattern, is_secret

Objection = Callable[[str], Text | None]

MOST_SECRETS = 2
ID_PREFIX = "whe_"


def read_webhooks(text: str, file: str, *, objection: Objection, now: datetime) -> tuple[Endpoint, ...]:
    """Read the text of `file`; `objection` says what is wrong with a URL, None if nothing is.

    Raises Mistaken with every mistake (W101–W105, or the codes that all our YAML files share).
    """
    root = read_document(text, file)
    findings = Findings({**CENTRE_WORDINGS, **WEBHOOK_WORDINGS})
    with Section(root, findings) as section:
        endpoints = section.need("endpoints", _endpoints(objection, now))
    findings.settle()
    return endpoints


def _endpoints(objection: Objection, now: datetime) -> Read[tuple[Endpoint, ...]]:
    def read(node: Node, findings: Findings) -> tuple[Endpoint, ...]:
        return tuple(
            _endpoint(fields.name(key, findings), value, findings, objection, now)
            for key, value in fields.pairs(node, findings)
        )

    return read


def _endpoint(name: str, node: Node, findings: Findings, objection: Objection, now: datetime) -> Endpoint:
    with Section(node, findings) as section:
        url = section.need("url", _url(objection))
        types = section.may("types", _types) or ("*",)
        description = section.may("description", fields.text) or ""
        written, file = section.may("secrets", _secrets), section.may("secrets_file", _secrets_file)
    if (written is None) == (file is None):
        findings.add("W103", node.place)
    return Endpoint(
        EndpointId(ID_PREFIX + name), url, types, written or file or (), now, description, in_file=True
    )


def _url(objection: Objection) -> Read[str]:
    def read(node: Node, findings: Findings) -> str:
        url = fields.text(node, findings)
        why = objection(url) if url else None
        if why is not None:
            findings.add("W101", node.place, url=shown(url), why=why)
        return url

    return read


def _types(node: Node, findings: Findings) -> tuple[str, ...]:
    return tuple(_type(member, findings) for member in fields.members(node, findings, least="types"))


def _type(node: Node, findings: Findings) -> str:
    written = fields.text(node, findings)
    if written and not is_pattern(written):
        known = hint(written, [kind.value for kind in EventKind])
        findings.add("W102", node.place, type=shown(written), hint=known)
    return written


def _secrets(node: Node, findings: Findings) -> tuple[Secret, ...]:
    written = [fields.text(member, findings) for member in fields.members(node, findings, least="secrets")]
    return _checked(written, node, findings)


def _secrets_file(node: Node, findings: Findings) -> tuple[Secret, ...]:
    file = fields.text(node, findings)
    if not file:
        return ()
    try:
        lines = Path(file).read_text("utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        findings.add("W105", node.place, file=shown(file), cause=getattr(error, "strerror", None) or "UTF-8")
        return ()
    return _checked(lines, node, findings)


def _checked(written: list[str], node: Node, findings: Findings) -> tuple[Secret, ...]:
    """Check keys without ever showing one."""
    if not 1 <= len(written) <= MOST_SECRETS or not all(map(is_secret, filter(None, written))):
        findings.add("W104", node.place)
    return tuple(Secret(each) for each in written)


WEBHOOK_WORDINGS = {
    "W101": Wording(
        Text("no webhook can go to {url}", "webhook 无法发送到 {url}"),
        Text("{why}", "{why}"),
        Text("write another URL, or allow this one in ctid.toml", "请更换 URL，或在 ctid.toml 中放行"),
    ),
    "W102": Wording(
        Text("there is no event {type}", "没有名为 {type} 的事件"),
        Text("the receiver would wait for it in vain", "接收方将永远收不到它"),
        Text(
            "{hint}; call.* means all that begin so, * means all",
            "{hint}；call.* 表示该前缀的全部，* 表示所有",
        ),
    ),
    "W103": Wording(
        Text("an endpoint needs either secrets or secrets_file", "须提供 secrets 或 secrets_file 之一"),
        Text("without a key the receiver could not tell who calls", "没有密钥，接收方无法确认发送者"),
        Text("write one of the two", "请写其中一项"),
    ),
    "W104": Wording(
        Text("the keys are not one or two of whsec_ and base64", "密钥不是一到两个 whsec_ 加 base64 的值"),
        Text("Standard Webhooks wants 24 to 64 bytes in a key", "Standard Webhooks 要求密钥为 24 至 64 字节"),
        Text(
            'make one: echo "whsec_$(openssl rand -base64 32)"',
            '可生成：echo "whsec_$(openssl rand -base64 32)"',
        ),
    ),
    "W105": Wording(
        Text("the file of keys {file} cannot be read", "无法读取密钥文件 {file}"),
        Text("{cause}", "{cause}"),
        Text("check the path and who may read it", "请检查路径与读取权限"),
    ),
}
