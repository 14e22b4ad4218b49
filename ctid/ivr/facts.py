"""What may be known of a call before it begins, by name: flows read these as variables with a dot.

`caller.…` is always known. `customer.…` is there when the caller's number belongs to a customer; what the
store does not hold of them the site may add (docs/reference/flows.md). A number is a hint and no proof: what
only the customer may hear stands behind an `authenticate`.
"""

from collections.abc import Mapping

from ctid.ivr.values import Sort

CUSTOMER = "customer."
KNOWN_LANGUAGE = "customer.language"

FACTS: Mapping[str, Sort] = {
    "caller.number": Sort.TEXT,  # as it came, "" if it was withheld
    "caller.dialled": Sort.TEXT,
    "customer.id": Sort.TEXT,
    "customer.name": Sort.TEXT,
    "customer.company": Sort.TEXT,
    "customer.language": Sort.TEXT,
    "customer.tier": Sort.TEXT,
    "customer.last_agent": Sort.TEXT,
    "customer.last_contact": Sort.DATE,
    "customer.birthday": Sort.DATE,
    "customer.open_ticket": Sort.TEXT,  # the number of the newest one
    "customer.open_order": Sort.TEXT,
}
