"""`lookup`: looks up a customer, a ticket or an order.

whose:
  lookup:
    what: order                   # or customer, ticket
    number: = order_no            # a customer's telephone number, a ticket's or an order's number
    into: order                   # order.state, order.items, order.due
    on: {found: say_state, none: not_found}
    on_error: to_agent            # and `timeout`, `wait`, as in `action`
"""

from ctid.ivr import mistakes_outside as wrong
from ctid.ivr.entry import Entry
from ctid.ivr.outside import LOOKUPS
from ctid.ivr.question import Question
from ctid.ivr.questions import declare, read_ways
from ctid.ivr.rules import ASK_RULES, read_asking
from ctid.ivr.steps import Source
from ctid.ivr.values import Sort

IN_STORE = "customer"
OF_SITE = "lookup."  # the actions that know the other records


def read_lookup(entry: Entry) -> Question:
    """Read which record, by which number, and where it leads."""
    reader = entry.reader
    fields = entry.fields("what", "number", "into", "on", *ASK_RULES)
    what = fields.need("what", lambda node: reader.one_of(node, tuple(LOOKUPS)), IN_STORE)
    actions = reader.names.actions
    if what != IN_STORE and actions is not None and OF_SITE + what not in actions:
        reader.note(wrong.no_records(fields.members["what"].place, what))
    return Question(
        source=Source.LOOKUP,
        name=what,
        signature=LOOKUPS[what],
        on=read_ways(fields, LOOKUPS[what].outcomes),
        rules=read_asking(fields, entry.defaults.asking),
        arguments={"number": fields.need("number", reader.term(Sort.TEXT), None)},
        into=fields.may("into", lambda node: declare(reader, node, LOOKUPS[what]), ""),
    )
