"""Messages from the switch's spool to the centre: what the hand-over must know of the store."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from ctid.asterisk.handover import HandOver
from ctid.config.settings import Settings
from ctid.model.ids import NodeId
from ctid.model.messages import MessageId
from ctid.model.reports import MessageLeft
from ctid.store.store import Store


async def hand_over(
    settings: Settings, store: Store, report: Callable[[MessageLeft], None], clock: Callable[[], datetime]
) -> None:
    """Collect messages until cancelled; at once none where no spool is set."""

    async def known(id: MessageId) -> bool | None:
        try:
            return await store.message(id) is not None
        except (SQLAlchemyError, OSError):
            return None  # the database is away, which the store tells

    if settings.switch.spool is not None:
        node = NodeId(settings.switch.node)
        await HandOver(settings.switch.spool, settings.store.media, node, report, known, clock).run()
