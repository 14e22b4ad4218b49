"""`action`: asks a function of the site.

order_state:
  action:
    name: orders.status           # ivr/actions/orders.py: async def status(order_no: str) -> Found | NotFound
    with: {order_no: = order_no}
    into: order                   # what Found comes with: order.state, order.due
    on: {Found: say_state, NotFound: not_found}
    on_error: to_agent            # as `timeout` and `wait`, usually once, in `defaults: {outside: …}`
    timeout: 4s
    wait: please-wait             # played when no answer has come after a second
"""

from ctid.ivr import mistakes_outside as wrong
from ctid.ivr.entry import Entry
from ctid.ivr.outside import Signature
from ctid.ivr.question import Question
from ctid.ivr.questions import UNKNOWN, declare, read_arguments, read_ways
from ctid.ivr.reading import Reader
from ctid.ivr.rules import ASK_RULES, read_asking
from ctid.ivr.steps import Source
from ctid.model.document import Node


def read_action(entry: Entry) -> Question:
    """Read whom to ask, with what, and where each outcome leads."""
    reader = entry.reader
    fields = entry.fields("name", "with", "into", "on", *ASK_RULES)
    name = fields.need("name", reader.text, "")
    signature = fields.may("name", lambda node: signature_of(node, reader), UNKNOWN)
    ways = read_ways(fields, None if signature is UNKNOWN else signature.outcomes)
    return Question(
        source=Source.ACTION,
        name=name,
        signature=signature if signature is not UNKNOWN else Signature({}, {outcome: {} for outcome in ways}),
        on=ways,
        rules=read_asking(fields, entry.defaults.asking),
        arguments=read_arguments(fields, signature),
        into=fields.may("into", lambda node: declare(reader, node, signature), ""),
    )


def signature_of(node: Node, reader: Reader) -> Signature:
    """Return what an action takes and answers; one that is not there is a mistake."""
    known = reader.names.actions
    if known is None:
        return UNKNOWN
    if node.value not in known:
        reader.note(wrong.no_such_action(node.place, str(node.value), known))
        return UNKNOWN
    return known[str(node.value)]
