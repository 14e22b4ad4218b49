"""Which column of a table holds what: by the names that people give them, or as the command line says.

Columns that mean nothing here become facts of the lead: agents see them, campaigns filter by them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ctid.dialer.importing import mistakes
from ctid.model.mistakes import Mistaken, Place
from ctid.model.phone_quick import any_e164

# Field → the headings that mean it (compared in lower case, without spaces, hyphens and underscores).
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "fullname", "customername", "姓名", "客户姓名", "名字"),
    "number": (
        "number", "phone", "phonenumber", "telephone", "tel", "phone1", "phone2", "phone3",
        "电话", "电话号码", "号码", "联系电话",
    ),
    "mobile": ("mobile", "cell", "cellphone", "mobilephone", "手机", "手机号", "手机号码"),
    "fixed": ("fixed", "landline", "homephone", "固话", "固定电话", "座机"),
    "language": ("language", "lang", "语言"),
    "region": ("region", "state", "country", "地区", "省份", "国家"),
    "postcode": ("postcode", "postalcode", "zip", "zipcode", "邮编", "邮政编码"),
    "priority": ("priority", "优先级"),
    "due_at": ("dueat", "callat", "预约时间"),
    "customer": ("customer", "customerid", "客户编号"),
    "consent_at": ("consentat", "consentgivenat", "consentdate", "同意时间"),
    "consent_source": ("consentsource", "同意来源"),
    "consent_proof": ("consentproof", "同意凭证"),
}  # fmt: skip
NUMBERS = ("number", "mobile", "fixed")  # of these there may be several columns
MOST_FACTS = 50
WHY_REFUSED = "why refused"  # the column that a file of refused rows has more; it is no fact of anybody


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands, from 0. `numbers` are (place, kind), `facts` (place, heading)."""

    headings: tuple[str, ...]
    numbers: tuple[tuple[int, str], ...]
    fields: Mapping[str, int]
    facts: tuple[tuple[int, str], ...]


def read_header(header: Sequence[str], place: Place, maps: Sequence[tuple[str, str]], region: str) -> Columns:
    """Say what stands where. `maps` are (field, heading). Raises `Mistaken` (L104–L107, L111)."""
    headings = tuple(cell.strip() for cell in header)
    if any(any_e164(cell, region) for cell in headings):
        raise Mistaken([mistakes.no_header(place)])
    found = [mistakes.heading_twice(place, name) for name in sorted({*headings}) if headings.count(name) > 1]
    found += [mistakes.unknown_field(field, HEADINGS) for field, _ in maps if field not in HEADINGS]
    found += [mistakes.unknown_heading(place, name, headings) for _, name in maps if name not in headings]
    if found:
        raise Mistaken(found)
    meant = _meant(headings, maps)
    numbers = tuple((at, field) for at, field in meant.items() if field in NUMBERS)
    if not numbers:
        raise Mistaken([mistakes.no_number_column(place, headings)])
    beside = ((at, name) for at, name in enumerate(headings) if at not in meant)
    facts = tuple((at, name) for at, name in beside if name and name != WHY_REFUSED)
    if len(facts) > MOST_FACTS:
        raise Mistaken([mistakes.too_many_columns(place, len(facts), MOST_FACTS)])
    return Columns(
        headings, numbers, {field: at for at, field in meant.items() if field not in NUMBERS}, facts
    )


def _meant(headings: Sequence[str], maps: Sequence[tuple[str, str]]) -> dict[int, str]:
    """Return the field of each column that has one; what the command line says goes before guesses."""
    meant = {headings.index(name): field for field, name in maps}
    said = {field for field, _ in maps}
    for at, heading in enumerate(headings):
        plain = heading.lower().replace(" ", "").replace("-", "").replace("_", "")
        field = next((field for field, names in HEADINGS.items() if plain in names), None)
        taken = {*said} if field in NUMBERS else {*said, *meant.values()}
        if field is not None and at not in meant and field not in taken:
            meant[at] = field
    return dict(sorted(meant.items()))
