"""What `ctid leads` says, and how a list is written out."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from ctid.dialer.importing.formulas import defused
from ctid.model.leads import Lead
from ctid.model.mistakes import Text
from ctid.runtime.lead_import import Imported, ImportOrder
from ctid.store.store import Store

AT_ONCE = 2000  # leads
HEADINGS = ("id", "name", "number", "region", "postcode", "state", "attempts", "due_at", "why", "facts")


def imported(done: Imported, order: ImportOrder) -> Text:
    """Say what an import did, or would do."""
    said = f"{done.leads:,} leads, {done.numbers:,} numbers, {done.with_consent:,} with consent"
    counted = f"{done.leads:,} 人、{done.numbers:,} 个号码，{done.with_consent:,} 人有同意记录"
    done_en, done_zh = ("would go into", "将导入") if order.dry else ("are in", "已导入")
    refused = Text("", "")
    if done.refused:
        refused = Text(f"; {done.refused:,} rows refused", f"；{done.refused:,} 行被拒绝")
    if done.refused_file is not None:
        refused = Text(f"{refused.en}: {done.refused_file}", f"{refused.zh}：{done.refused_file}")
    return Text(
        f"{said} {done_en} “{order.list}”{refused.en}", f"{done_zh}名单 “{order.list}”：{counted}{refused.zh}"
    )


async def standing(store: Store, name: str) -> Sequence[str]:
    """Say how many leads of a list are in which state; nothing if there is no such list."""
    return [f"{state:<8} {many:,}" for state, many in sorted((await store.lead_states(name)).items())]


async def leads_of(store: Store, name: str) -> AsyncIterator[Lead]:
    """Yield a list's leads, some thousand at a time."""
    last = ""
    while some := await store.leads_of_list(name, last, AT_ONCE):
        for lead in some:
            yield lead
        last = some[-1].id


def row_of(lead: Lead) -> list[str]:
    """Write a lead as a row that no spreadsheet runs."""
    cells = (
        lead.id,
        lead.name,
        " ".join(one.number for one in lead.numbers),
        lead.region,
        lead.postcode,
        str(lead.state),
        str(lead.attempts),
        _at(lead.due_at),
        lead.reason.words() if lead.reason is not None else "",
        "; ".join(f"{name}: {value}" for name, value in lead.facts.items()),
    )
    return [defused(cell) for cell in cells]


def _at(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}Z" if at is not None else ""
