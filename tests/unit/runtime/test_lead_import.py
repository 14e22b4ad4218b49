"""Lists as people send them: what can be used comes in whole, what cannot is told by its place and kept."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ctid.model.do_not_call_lists import ListKind
from ctid.model.languages import Language
from ctid.model.leads import Lead
from ctid.model.mistakes import Mistake, Mistaken
from ctid.runtime.do_not_call_import import ListOrder, import_do_not_call
from ctid.runtime.lead_import import Imported, ImportOrder, import_leads
from ctid.runtime.lead_words import imported, leads_of, row_of
from ctid.store.store import Store

HEAD = "name,number,mobile,city\n"
GOOD = "Ann,(212) 555-0123,+1 718 555 0123,Here\n"
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)


class Office:
    """Somebody with lists, and a database."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.file = folder / "people.csv"
        self.order = ImportOrder(self.file, "spring", "US")

    def take(self, text: str | bytes, **order: object) -> Imported:
        self.file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return import_leads(self.store, replace(self.order, **order), lambda: NOW, lambda *_: None)  # type: ignore[arg-type]

    def refuses(self, text: str | bytes, **order: object) -> list[str]:
        with pytest.raises(Mistaken) as refused:
            self.take(text, **order)
        return said(refused.value.mistakes)

    def forbid(self, text: str, kind: ListKind) -> int:
        file = self.file.with_name("numbers.csv")
        file.write_text(text)
        order = ListOrder(file, kind.value, kind, date(2026, 11, 1), "US")
        return import_do_not_call(self.store, order, lambda: NOW, lambda *_: None)

    async def leads(self) -> list[Lead]:
        return [lead async for lead in leads_of(self.store, "spring")]

    def kept(self) -> list[list[str]]:
        with self.file.with_name("people.refused.csv").open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.reader(stream))


def said(mistakes: "list[Mistake] | tuple[Mistake, ...]") -> list[str]:
    """The place and code of each mistake; each can be told in Chinese."""
    for one in mistakes:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in one.words(Language.ZH))
    return [f"{str(one.place).rpartition('/')[2]} {one.code}" for one in mistakes]


@pytest.fixture
async def office(tmp_path: Path):  # type: ignore[no-untyped-def]
    store = await Store.open(f"sqlite:///{tmp_path}/ctid.db", clock=lambda: NOW)
    yield Office(store, tmp_path)
    await store.close()


async def test_a_list_comes_in_with_all_numbers_and_facts(office: Office) -> None:
    done = office.take(HEAD + GOOD + "Bob,2125550124,,There\n")
    assert (done.rows, done.leads, done.numbers, done.told) == (2, 2, 3, [])
    ann, bob = await office.leads()
    assert [(one.number, one.kind) for one in ann.numbers] == [
        ("+12125550123", ""),
        ("+17185550123", "mobile"),
    ]
    assert (bob.name, bob.facts, bob.zone) == ("Bob", {"city": "There"}, "America/New_York")


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (b"", "people.csv L109"),
        (HEAD, "people.csv L109"),
        ("2125550123,Ann\n2125550124,Bob\n", "people.csv:1:1 L104"),
        ("name,city\nAnn,Here\n", "people.csv:1:1 L105"),
        ("name,number,city,city\n", "people.csv:1:1 L107"),
        (HEAD + 'Ann,"2125550123,,\n' + "x,y,z,w\n" * 30_000, "people.csv:2:1 L108"),
        (HEAD + GOOD + 'Ann,"212"5550123,,\n', "people.csv:3:1 L108"),
        (HEAD.encode() + "张三,2125550123,,北京\n".encode("gb18030"), "people.csv:2:1 L102"),
        (HEAD.encode() + "Jürgen,2125550123,,Köln\n".encode("latin-1"), "people.csv:2:1 L102"),
        ("number," + ",".join(f"c{n}" for n in range(60)) + "\n", "people.csv:1:1 L111"),
        ("x" * 200_000, "people.csv:1:1 L208"),
    ],
    ids=["nothing", "only a header", "no header", "no number column", "a heading twice", "an open quote",
         "a stray quote", "GB18030", "Latin-1", "too many columns", "one endless line"],
)  # fmt: skip
async def test_a_file_that_is_no_list_is_refused_and_nothing_comes_in(
    office: Office, text: str | bytes, mistake: str
) -> None:
    assert office.refuses(text) == [mistake]
    assert await office.store.lead_batches() == []
    assert await office.leads() == []


@pytest.mark.parametrize(
    ("order", "mistake"),
    [
        ({"maps": [("colour", "city")]}, "--map L106"),
        ({"maps": [("name", "Kundenname")]}, "people.csv:1:1 L106"),
        ({"encoding": "klingon"}, "--encoding L103"),
        ({"encoding": "ascii"}, "people.csv:3:1 L103"),
        ({"file": Path("/nowhere/people.csv")}, "people.csv L101"),
    ],
)
async def test_an_order_that_does_not_fit_the_file_is_told(
    office: Office, order: dict[str, object], mistake: str
) -> None:
    assert office.refuses(HEAD + GOOD + "Käthe,2125550124,,There\n", **order) == [mistake]


ROWS = {
    "too few columns": ("Bob,2125550199\n", "2:1 L201"),
    "too many columns": ("Bob,2125550199,,Here,There\n", "2:1 L201"),
    "no number": ("Bob,call me,,Here\n", "2:2 L202"),
    "another script's digits": ("Bob,٢١٢٥٥٥٠١٩٩,,Here\n", "2:2 L202"),
    "a command for a number": ("Bob,+cmd|' /C calc'!A0,,Here\n", "2:2 L202"),
    "no number at all": ("Bob,,,Here\n", "2:2 L203"),
    "a cell too long": (f"{'B' * 600},2125550199,,Here\n", "2:1 L206"),
    "NUL": ("Bo\0b,2125550199,,Here\n", "2:1 L207"),
    "a line too long": ("B" * 200_000 + "\n", "2:1 L208"),
}


@pytest.mark.parametrize("name", ROWS)
async def test_a_row_that_cannot_be_used_is_refused_by_its_place_and_kept_beside(
    office: Office, name: str
) -> None:
    row, mistake = ROWS[name]
    done = office.take(HEAD + row + GOOD)
    assert (done.leads, said(done.told)) == (1, [f"people.csv:{mistake}"])
    assert len(await office.leads()) == 1
    head, kept = office.kept()
    assert head == ["name", "number", "mobile", "city", "why refused"]
    assert mistake in kept[-1]
    assert not any(cell[:1] in "=+@" for cell in kept if cell)


@pytest.mark.parametrize("again", ["2125550123", "+12125550123", "1-212-555-0123", "011 1 212 555 0123"])
async def test_a_number_that_came_before_is_found_in_any_way_of_writing(office: Office, again: str) -> None:
    assert said(office.take(HEAD + GOOD + f"Ann,{again},,Here\n").told) == ["people.csv:3:2 L204"]
    more = HEAD + f"Ann,{again},,Here\nBob,2125550125,,Here\n"
    assert said(office.take(more).told) == ["people.csv:2:2 L204"]
    assert office.take(more, list="other").told == []


async def test_a_number_of_a_row_that_was_refused_is_free(office: Office) -> None:
    done = office.take(HEAD + GOOD + "Ann,2125550123,2125550124,\nBob,2125550124,,\n")
    assert said(done.told) == ["people.csv:3:2 L204"]
    assert [lead.name for lead in await office.leads()] == ["Ann", "Bob"]


async def test_whoever_does_not_want_to_be_called_is_found_in_any_way_of_writing(office: Office) -> None:
    assert office.forbid("number\n212,5550123\n718 555-0199\n", ListKind.NATIONAL) == 2
    head = "name,number,consent at,consent source\n"
    done = office.take(
        head + "Ann,+1 212 555 0123,,\nBob,7185550199,2026-03-01,web form\nCarl,7185550198,,\n"
    )
    assert said(done.told) == ["people.csv:2:2 L205"]
    assert (done.leads, done.with_consent) == (2, 1)
    [given] = await office.store.consents("+17185550199")
    assert (given.source, given.given_at) == ("web form", datetime(2026, 3, 1, tzinfo=UTC))


async def test_no_consent_outweighs_the_sites_own_list(office: Office) -> None:
    office.forbid("7185550199\n", ListKind.INTERNAL)
    head = "name,number,consent at,consent source\n"
    done = office.take(head + "Bob,7185550199,2026-03-01,web form\nDora,7185550197,,\n")
    assert said(done.told) == ["people.csv:2:2 L205"]


async def test_a_do_not_call_list_with_a_number_that_cannot_be_read_changes_nothing(office: Office) -> None:
    office.forbid("2125550123\n", ListKind.INTERNAL)
    with pytest.raises(Mistaken) as refused:
        office.forbid("2125550124\nunknown\n", ListKind.INTERNAL)
    assert said(refused.value.mistakes) == ["numbers.csv:2:1 L202"]
    assert list(await office.store.listings(["+12125550123", "+12125550124"])) == ["+12125550123"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "latin-1"])
async def test_names_come_in_from_every_encoding(office: Office, encoding: str) -> None:
    name = "Jürgen" if encoding == "latin-1" else "王 Jürgen"
    told = encoding if encoding in ("gb18030", "latin-1") else None
    office.take((HEAD + f"{name},2125550123,,Köln\n").encode(encoding), encoding=told)
    assert [lead.name for lead in await office.leads()] == [name]


async def test_a_formula_is_kept_as_text_and_never_written_out_raw(office: Office) -> None:
    formula = '=HYPERLINK("http://example.com")'
    office.take('name,number,city\n"=HYPERLINK(""http://example.com"")",2125550123,@SUM(1)\n')
    [lead] = await office.leads()
    assert lead.name == formula
    assert not any(cell[:1] in "=@" for cell in row_of(lead) if cell)


async def test_refused_rows_that_were_mended_come_in_from_where_they_were_kept(office: Office) -> None:
    office.take("name,number\n=Bob,212555019\nAnn,2125550123\n")
    kept = office.file.with_name("people.refused.csv").read_text("utf-8-sig")
    assert "'=Bob" in kept
    assert office.take(kept.replace("212555019,", "2125550199,")).leads == 1
    assert [(lead.name, lead.facts) for lead in await office.leads()] == [("Ann", {}), ("=Bob", {})]


async def test_a_rehearsal_says_what_would_happen_and_does_nothing(office: Office) -> None:
    done = office.take(HEAD + GOOD + GOOD + "Bob,,,Here\n", dry=True)
    assert said(done.told) == ["people.csv:3:2 L204", "people.csv:4:2 L203"]
    text = imported(done, replace(office.order, dry=True)).en
    assert text == "1 leads, 2 numbers, 0 with consent would go into “spring”; 2 rows refused"
    assert not office.file.with_name("people.refused.csv").exists()
    assert await office.store.lead_batches() == []


async def test_all_or_nothing_can_be_asked_for(office: Office) -> None:
    text = HEAD + GOOD + "Bob,,,Here\n"
    assert office.refuses(text, whole=True) == ["people.csv:3:2 L203", "people.csv L113"]
    assert await office.leads() == []


async def test_a_list_of_which_no_row_can_be_used_is_refused(office: Office) -> None:
    assert office.refuses(HEAD + "Bob,,,Here\n") == ["people.csv:2:2 L203", "people.csv L112"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (("fr_FR", "", "", "", "", ""), 2),
        (("", "Lower Saxony", "", "", "", ""), 3),
        (("", "", "high", "", "", ""), 4),
        (("", "", "99", "", "", ""), 4),
        (("", "", "", "2026-12-01 09:30", "", ""), 5),
        (("", "", "", "", "last spring", "web form"), 6),
        (("", "", "", "", "2026-03-01", ""), 1),
        (("", "", "", "", "", "web form"), 1),
    ],
)
async def test_values_that_are_not_of_their_kind_are_refused(
    office: Office, cells: tuple[str, ...], column: int
) -> None:
    head = "number,language,region,priority,due at,consent at,consent source\n"
    done = office.take(head + "2125550123," + ",".join(cells) + "\n2125550124,,,,,,\n")
    code = "L210" if column == 1 else "L209"
    assert said(done.told) == [f"people.csv:2:{column} {code}"]


async def test_columns_are_known_by_their_chinese_names_or_as_they_are_mapped(office: Office) -> None:
    office.take(
        "姓名;手机;Kundenort\n王芳;138 0013 8000;北京\n", region="CN", maps=[("postcode", "Kundenort")]
    )
    [lead] = await office.leads()
    assert (lead.name, lead.numbers[0].number, lead.numbers[0].kind) == ("王芳", "+8613800138000", "mobile")
    assert lead.postcode == "北京"
