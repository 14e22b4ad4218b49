"""What every route works with, under the one key of the application that holds it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import web

from ctid.api.pages import Pages
from ctid.api.phones import Phones
from ctid.api.ports import Centre, Records


@dataclass(frozen=True, slots=True)
class House:
    """The parts that `make_app` was given; `clock` returns the instant in UTC, `dist` is the built page."""

    centre: Centre
    records: Records
    pages: Pages
    clock: Callable[[], datetime]
    dist: Path
    phones: Phones


HOUSE = web.AppKey("house", House)


def house_of(request: web.Request) -> House:
    """Return the parts a request may use."""
    return request.app[HOUSE]
