"""Whatever a list holds: each number once, each name as it was written, nothing that a spreadsheet runs."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.dialer.importing.formulas import as_meant, defused
from ctid.model.leads import Lead
from ctid.model.mistakes import Mistaken
from ctid.runtime.lead_import import ImportOrder, import_leads
from ctid.runtime.lead_words import leads_of
from ctid.store.store import Store

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
WAYS = ("+1{}{}{}", "({}) {}-{}", "1-{}-{}-{}", "{}.{}.{}", "011 1 {} {} {}", "{}{}{}")


def come_in(content: bytes, encoding: str | None = None) -> list[Lead]:
    """Import a file, and read back what came in."""

    async def run(folder: Path) -> list[Lead]:
        store = await Store.open(f"sqlite:///{folder}/ctid.db", clock=lambda: NOW)
        try:
            order = ImportOrder(folder / "list.csv", "spring", "US", encoding=encoding)
            order.file.write_bytes(content)
            import_leads(store, order, lambda: NOW, lambda *_: None)
            return [lead async for lead in leads_of(store, "spring")]
        finally:
            await store.close()

    with TemporaryDirectory() as folder:
        return asyncio.run(run(Path(folder)))


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from(WAYS)), min_size=1, max_size=60))
def test_each_number_comes_in_once_in_whichever_ways_it_is_written(rows: list[tuple[int, str]]) -> None:
    lines = [f'{n},"{way.format("212", "555", f"{n:04d}")}"' for n, way in rows]
    leads = come_in("\n".join(["name,number", *lines]).encode())
    assert [lead.name for lead in leads] == [str(n) for n in dict.fromkeys(n for n, _ in rows)]


names = st.text(st.characters(codec="gb18030", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(names, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_a_name_comes_in_as_it_was_written(name: str, encoding: str) -> None:
    meant = as_meant(name.strip())
    quoted = name.replace('"', '""')
    content = f'name,number\n"{quoted}",2125550123\n'.encode(encoding)
    [lead] = come_in(content, encoding if encoding == "gb18030" else None)
    assert lead.name == meant


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2000))
def test_any_file_is_taken_or_refused_and_never_breaks_anything(content: bytes) -> None:
    try:
        come_in(b"name,number\n" + content)
    except Mistaken as refused:
        assert all(mistake.code[0] == "L" for mistake in refused.mistakes)


@given(st.text(max_size=20))
def test_what_is_written_out_is_never_a_formula_and_is_read_as_it_was_meant(cell: str) -> None:
    out = defused(cell)
    assert out[:1] not in ("=", "@", "\t", "\r")
    assert out[:1] not in ("+", "-") or not any(letter.isalpha() or letter in "|!'\"" for letter in out)
    assert as_meant(out) == cell or cell[:1] == "'"
