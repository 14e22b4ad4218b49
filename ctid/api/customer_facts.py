"""What else is known of a customer, as programs send it and read it."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from ctid.api.bodies import LARGEST_NUMBER, Line, Name
from ctid.api.encode import Json
from ctid.model.customer_facts import Case, CustomerFacts

MOST = 200

_WRITER = TypeAdapter(CustomerFacts)


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class CaseBody(_Sent):
    """A ticket or an order."""

    number: Name
    state: Name = Field(description="The site's own word.")
    subject: Line = Field("", description="Of a ticket.")
    items: int = Field(0, ge=0, le=LARGEST_NUMBER, description="Of an order: how many.")
    due: date | None = None
    open: bool = True

    def case(self) -> Case:
        """Return it as the store keeps it."""
        return Case(**dict(self))


class FactsBody(_Sent):
    """All that is known of a customer beside their own entry; the newest ticket and order come first."""

    birthday: date | None = None
    tickets: list[CaseBody] = Field(default=[], max_length=MOST)
    orders: list[CaseBody] = Field(default=[], max_length=MOST)

    def facts(self) -> CustomerFacts:
        """Return them as the store keeps them."""
        tickets, orders = (tuple(each.case() for each in cases) for cases in (self.tickets, self.orders))
        return CustomerFacts(self.birthday, tickets, orders)


def written(facts: CustomerFacts) -> Json:
    """Write what is known of a customer."""
    whole: Json = _WRITER.dump_python(facts, mode="json")
    return whole
