"""Loaded by schemathesis (SCHEMATHESIS_HOOKS): signs what it makes up where a signature is needed."""

import json
import os
from datetime import UTC, datetime
from itertools import count
from typing import Any

import schemathesis
from standardwebhooks import Webhook

_numbers = count()


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Sign the body as it will be sent, under a new id."""
    if not case.path.startswith("/api/v1/cti/"):
        return
    sent = case.as_transport_kwargs(base_url=case.operation.base_url)
    body = sent.get("data") or (json.dumps(sent["json"]).encode() if "json" in sent else b"")
    text = body if isinstance(body, str) else body.decode("utf-8", "replace")
    id, now = f"msg_{next(_numbers)}", datetime.now(UTC)
    case.headers.update(
        {
            "webhook-id": id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(os.environ["SECRET"]).sign(id, now, text),
        }
    )
