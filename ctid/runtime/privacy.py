"""Numbers masked where they leave by other ways than the API: to webhook receivers, and into the log."""

import json
import logging
from dataclasses import replace

from ctid.model.masking import masked, masked_json
from ctid.model.webhooks import Delivery, Endpoint
from ctid.webhooks.courier import Sender
from ctid.webhooks.mail import Attempted


class MaskedLog(logging.Filter):
    """Masks every number in a line of the log, before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass, masked; a traceback is text of the line."""
        record.msg, record.args = masked(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        return True


class MaskedSender:
    """Sends what is masked, and signs it so. The log of deliveries, for supervisors, keeps it whole."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def send(self, endpoint: Endpoint, delivery: Delivery) -> Attempted:
        """Try a delivery once."""
        return await self._sender.send(endpoint, replace(delivery, body=masked_body(delivery.body)))


def masked_body(body: str) -> str:
    """Mask a message to a receiver."""
    return json.dumps(masked_json(json.loads(body)), separators=(",", ":"))


def mask_log() -> None:
    """Mask whatever any logger of this process writes."""
    for handler in logging.getLogger().handlers:
        handler.addFilter(MaskedLog())
