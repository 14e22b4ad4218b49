"""`webhook`: asks a server of the site, by a signed POST.

rating:
  webhook:
    url: https://crm.example.com/ivr
    with: {number: = caller.number, topic: orders}
    answers: {score: number}      # the values that may come back: text, number, truth, date
    into: crm                     # crm.score
    on: {vip: to_vip, normal: main}
    on_error: to_agent            # and `timeout`, `wait`, as in `action`

The body is `{"call": …, "flow": …, "node": …, "language": …, "values": {"number": …}}`, the answer
`{"outcome": "vip", "values": {"score": 7}}`. No secret may be among the values: they leave the house.
"""

import re

from ctid.ivr import mistakes_outside as wrong
from ctid.ivr.entry import Entry
from ctid.ivr.outside import Signature, Values
from ctid.ivr.question import Question
from ctid.ivr.questions import declare, read_ways
from ctid.ivr.reading import Reader, Term
from ctid.ivr.rules import ASK_RULES, read_asking
from ctid.ivr.steps import Source
from ctid.ivr.values import Sort
from ctid.model.document import Node

SORTS = (Sort.TEXT, Sort.NUMBER, Sort.TRUTH, Sort.DATE)
LONGEST_URL = 2000
_URL = re.compile(r"https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[^\s#]*)?")


def read_webhook(entry: Entry) -> Question:
    """Read whom to ask, with what, what may come back, and where it leads."""
    reader = entry.reader
    fields = entry.fields("url", "with", "answers", "into", "on", *ASK_RULES)
    answers: Values = fields.may("answers", lambda node: _read_answers(node, reader), {})
    ways = read_ways(fields, None)
    signature = Signature({}, dict.fromkeys(ways, answers))
    return Question(
        source=Source.WEBHOOK,
        name=fields.need("url", lambda node: _read_url(node, reader), ""),
        signature=signature,
        on=ways,
        rules=read_asking(fields, entry.defaults.asking),
        arguments=fields.may("with", lambda node: _read_values(node, reader), {}),
        into=fields.may("into", lambda node: declare(reader, node, Signature({}, {"": answers})), ""),
    )


def _read_url(node: Node, reader: Reader) -> str:
    """Read an address by its shape; whether it may be asked is judged when it is."""
    url = reader.text(node)
    if url and (len(url) > LONGEST_URL or not _URL.fullmatch(url)):
        reader.note(wrong.bad_url(node.place, url[:80]))
    return url


def _read_answers(node: Node, reader: Reader) -> Values:
    return {reader.prefix(name): reader.one_of(sort, SORTS) for name, sort in reader.pairs(node)}


def _read_values(node: Node, reader: Reader) -> dict[str, Term]:
    return {reader.prefix(name): reader.term()(value) for name, value in reader.pairs(node)}
