"""Customers: reading one, and writing a new one down."""

import secrets
from dataclasses import replace

from aiohttp import web

from ctid.api import encode
from ctid.api.answers import CustomerAnswer
from ctid.api.bodies import NewCustomer, read
from ctid.api.customer_facts import FactsBody, written
from ctid.api.described import described
from ctid.api.house import house_of
from ctid.api.numbers import e164
from ctid.api.problems import Fault, Problem
from ctid.api.routes.commands import answer
from ctid.model.customers import Customer
from ctid.model.ids import CustomerId
from ctid.model.mistakes import Text

routes = web.RouteTableDef()


@routes.get("/api/v1/customers/{id}")
@described(CustomerAnswer, problems=("not_found",))
async def one(request: web.Request) -> web.Response:
    """Tell about a customer."""
    found = await house_of(request).records.customer(CustomerId(request.match_info["id"]))
    if found is None:
        raise Problem("not_found")
    return answer(encode.customer(found))


@routes.post("/api/v1/customers")
@described(CustomerAnswer, status=201, body=NewCustomer)
async def add(request: web.Request) -> web.Response:
    """Write a new customer down; a number is read as people of the site's country write it."""
    house, sent = house_of(request), await read(request, NewCustomer)
    number = e164(sent.number, house.centre.site.region) if sent.number.strip() else ""
    numbers = (number,) if number else ()
    if sent.owner is not None and sent.owner not in house.centre.site.agents:
        raise Problem("invalid", faults=[Fault("/owner", _NO_AGENT)])
    added = Customer(
        _new_id(), sent.name, numbers, sent.company, sent.language, note=sent.note, owner=sent.owner
    )
    while not await house.records.add_customer(added):
        added = replace(added, id=_new_id())
    response = answer(encode.customer(added), status=201)
    response.headers["Location"] = f"/api/v1/customers/{added.id}"
    return response


@routes.get("/api/v1/customers/{id}/facts")
@described(FactsBody, problems=("not_found",))
async def facts(request: web.Request) -> web.Response:
    """Tell what else is known of a customer: birthday, tickets, orders."""
    id, records = CustomerId(request.match_info["id"]), house_of(request).records
    if await records.customer(id) is None:
        raise Problem("not_found")
    return answer(written(await records.facts_of(id)))


@routes.put("/api/v1/customers/{id}/facts")
@described(FactsBody, body=FactsBody, problems=("not_found",))
async def put_facts(request: web.Request) -> web.Response:
    """Have these facts known of a customer, and no others; flows greet by them and look them up."""
    id, sent = CustomerId(request.match_info["id"]), await read(request, FactsBody)
    if not await house_of(request).records.put_facts(id, sent.facts()):
        raise Problem("not_found")
    return answer(written(sent.facts()))


def _new_id() -> CustomerId:
    return CustomerId(f"cus_{secrets.token_hex(8)}")


_NO_AGENT = Text("is no agent of this centre", "不是本中心的坐席")
