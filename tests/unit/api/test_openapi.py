"""The document tells every route, no other, and is valid; `world` holds every answer of all tests to it."""

from html.parser import HTMLParser

import pytest
from aiohttp import web
from openapi_spec_validator import OpenAPIV31SpecValidator

from ctid.api.docs_page import render
from ctid.api.event_words import EVENT_WORDS
from ctid.api.gates import Gate, gate_of
from ctid.api.openapi import document
from ctid.api.problems import PROBLEMS
from ctid.model.events import EventKind
from ctid.model.languages import Language


@pytest.fixture
async def told(world):
    answer = await world.client.get("/openapi.json")
    assert answer.status == 200
    return await answer.json()


async def test_the_document_is_valid_openapi_3_1(told):
    assert told["openapi"].startswith("3.1.")
    assert [error.message for error in OpenAPIV31SpecValidator(told).iter_errors()] == []


async def test_every_route_is_told_and_nothing_else(world, told):
    routes = {
        (route.method, route.resource.canonical)
        for route in world.client.app.router.routes()
        if route.method != "HEAD"
    }
    assert routes == {(method.upper(), path) for path, methods in told["paths"].items() for method in methods}


async def test_every_operation_has_a_name_a_summary_and_its_gate(told):
    names = set()
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            names.add(operation["operationId"])
            assert operation["summary"]
            schemes = [name for each in operation["security"] for name in each]
            gate = gate_of(method.upper(), path)
            assert schemes == {Gate.OPEN: [], Gate.SESSION: ["cookie"], Gate.SIGNED: ["signed"]}[gate]
            for parameter in operation["parameters"]:
                assert parameter["in"] != "path" or f"{{{parameter['name']}}}" in path
    assert len(names) == sum(len(methods) for methods in told["paths"].values())


async def test_bodies_are_told_with_their_limits(told):
    call = told["paths"]["/api/v1/cti/calls"]["post"]
    assert call["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/CallFor"
    }
    shape = told["components"]["schemas"]["CallFor"]
    assert shape["required"] == ["agent", "number"]
    assert shape["additionalProperties"] is False
    assert shape["properties"]["data"]["maxProperties"] == 50


async def test_every_kind_of_event_is_told_as_a_webhook(told):
    assert set(told["webhooks"]) == {kind.value for kind in EventKind}
    assert set(EVENT_WORDS) == set(EventKind)


def test_a_route_that_nobody_described_is_a_mistake_at_start():
    async def secret(request):
        return web.Response()

    app = web.Application()
    app.router.add_get("/api/v1/secret", secret)
    with pytest.raises(KeyError):
        document(app.router)


def test_every_problem_is_said_in_both_languages():
    for code, (status, title) in PROBLEMS.items():
        assert 400 <= status < 600 and title.en and title.zh and title.en != title.zh, code


class Tags(HTMLParser):
    """Checks that what is opened is closed, and gathers links and names of places."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: set[str] = set()
        self.places: set[str] = set()
        self.seen: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        named = dict(attrs)
        self.links |= {named["href"][1:]} if named.get("href", "").startswith("#") else set()
        self.places |= {named["id"]} if "id" in named else set()
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize(
    ("path", "language", "word"),
    [("/docs", "en", "Problem codes"), ("/docs", "zh-CN", "错误代码"), ("/docs?lang=zh", "en", "错误代码")],
)
async def test_people_read_it_in_their_language_without_a_script(world, told, path, language, word):
    answer = await world.client.get(path, headers={"Accept-Language": language})
    assert (answer.status, answer.content_type) == (200, "text/html")
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    page = await answer.text()
    assert word in page
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert tags.links <= tags.places
    assert not {"script", "style"} & tags.seen and "style=" not in page
    for where in (*told["paths"], *told["webhooks"], *PROBLEMS):
        assert f"<code>{where}</code>" in page


async def test_the_page_brings_its_style(world):
    answer = await world.client.get("/docs.css")
    assert (answer.status, answer.content_type) == (200, "text/css")


async def test_what_is_told_holds_no_markup(world):
    wicked = await (await world.client.get("/openapi.json")).json()
    wicked["info"]["description"] = "<script>alert(1)</script>"
    wicked["paths"]["/health"]["get"]["summary"] = '"><img src=x onerror=alert(1)>'
    assert not {"script", "img"} & _tags(render(wicked, Language.EN))


def _tags(page: str) -> set[str]:
    tags = Tags()
    tags.feed(page)
    return tags.seen
