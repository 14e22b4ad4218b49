"""I114: a secret that would be kept: keyed without `secret: true`, or said into a recording.

ctid records nobody while a flow has them: recordings begin on the agent's leg when the two are joined. So
there is nothing to pause; what would keep a card's number is the flow itself, in the call's log and on the
agent's page, or in what `record` keeps. A secret is known by its check digit, its variable or what callers
are asked.
"""

import re

from ctid.ivr.checks.heard import place_of, utterances
from ctid.ivr.flow import Flow, FlowNode
from ctid.ivr.names import Names
from ctid.ivr.nodes.collect import Collect
from ctid.ivr.nodes.record import Take
from ctid.model.mistakes import Mistake, Place, Severity, Text

_VARIABLE = re.compile(r"(^|_)(pin|cvv|cvc|card|card_no|password|passcode|passwd|ssn)($|_)")
_ASKED = re.compile(
    r"\b(pin|password|passcode|cvv|cvc|card number|credit card|debit card|security code|social security)\b"
    r"|密码|卡号|信用卡|银行卡|安全码|身份证",
    re.IGNORECASE,
)


def check(flow: Flow, names: Names) -> list[Mistake]:
    """Find them."""
    found = []
    for name, node in flow.nodes.items():
        if isinstance(node, Collect | Take) and _is_kept(node, names):
            place = place_of(node.prompts, flow.written[name])
            found.append(_keyed(place, node.into) if isinstance(node, Collect) else _said(place))
    return found


def _is_kept(node: Collect | Take, names: Names) -> bool:
    if isinstance(node, Collect):
        if node.secret:
            return False
        if node.validate == "luhn" or _VARIABLE.search(node.into):
            return True
    return _asks_for_secret(node, names)


def _asks_for_secret(node: FlowNode, names: Names) -> bool:
    texts = (names.prompts or {}).values()
    return any(_ASKED.search(said.text(text)) for said in utterances(node) for text in texts)


_WHY = Text(
    "whoever reads the call's record could use it; card rules (PCI DSS 3.3) forbid to keep it",
    "能查看通话记录的人都可能盗用它；支付卡规范（PCI DSS 3.3）禁止保存",
)


def _keyed(place: Place, variable: str) -> Mistake:
    return Mistake(
        "I114",
        place,
        Text(
            f'"{variable}" seems to be a secret, and is kept with the call',
            f"“{variable}”似乎是保密内容，却会随通话保存",
        ),
        _WHY,
        Text("add `secret: true`, or use `authenticate`", "请加上 `secret: true`，或改用 `authenticate`"),
        Severity.WARNING,
    )


def _said(place: Place) -> Mistake:
    return Mistake(
        "I114",
        place,
        Text(
            "callers are asked to say a secret, and what they say is recorded",
            "要求来电者说出保密内容，而此处会录音",
        ),
        _WHY,
        Text(
            "have it keyed in: `collect` with `secret: true`",
            "请改为按键输入：带 `secret: true` 的 `collect`",
        ),
        Severity.WARNING,
    )
