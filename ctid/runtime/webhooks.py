"""Webhooks put together: what the settings allow, what the file defines, and the courier with its post."""

import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from ctid.config.sections import Webhooks
from ctid.config.webhooks import read_webhooks
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.model.webhooks import Endpoint
from ctid.runtime.privacy import MaskedSender
from ctid.store.store import Store
from ctid.webhooks.address import Allowance, plain
from ctid.webhooks.courier import Courier
from ctid.webhooks.desk import Desk, objection_to
from ctid.webhooks.inquiry import Inquiry
from ctid.webhooks.post import Post


@dataclass(frozen=True, slots=True)
class WebhookParts:
    """The courier to run and to give news to, and the desk that people ask."""

    courier: Courier
    desk: Desk


def allowance_of(settings: Webhooks) -> Allowance:
    """Return what the settings allow beyond https to public addresses."""
    return Allowance(
        http=settings.allow_http,
        ports=frozenset(settings.allow_ports),
        hosts=frozenset(map(plain, settings.allow_hosts)),
        networks=settings.allow_networks,
    )


def read_endpoints(settings: Webhooks, now: datetime) -> tuple[Endpoint, ...]:
    """Read the file of endpoints; none where the settings name no file. Raises Mistaken."""
    if settings.endpoints is None:
        return ()
    file, allowance = settings.endpoints, allowance_of(settings)
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Mistaken([_unreadable(str(file), getattr(error, "strerror", None) or "UTF-8")]) from error
    return read_webhooks(text, str(file), objection=lambda url: objection_to(url, allowance), now=now)


@asynccontextmanager
async def open_webhooks(
    settings: Webhooks, store: Store, clock: Callable[[], datetime], *, masked: bool = False
) -> AsyncIterator[WebhookParts]:
    """Put the parts together; on the way out the connections to receivers are closed.

    With `masked` receivers get no whole number."""
    allowance = allowance_of(settings)
    async with Post(allowance, clock) as post:
        sender = MaskedSender(post) if masked else post
        courier = Courier(store, store, sender, clock=clock, chance=random.Random().random)
        yield WebhookParts(courier, Desk(courier, store, allowance))


def open_inquiry(settings: Webhooks, clock: Callable[[], datetime]) -> Inquiry:
    """Make the one who asks servers for flows."""
    return Inquiry(allowance_of(settings), settings.flows_secret.get_secret_value(), clock)


def _unreadable(file: str, cause: str) -> Mistake:
    return Mistake(
        "W106",
        Place(file),
        Text("the file of webhook endpoints cannot be read", "无法读取 webhook 端点文件"),
        Text(cause, cause),
        Text(
            'check the path, or set webhooks.endpoints to "" to do without a file',
            "请检查路径；不需要该文件时将 webhooks.endpoints 设为空",
        ),
    )
