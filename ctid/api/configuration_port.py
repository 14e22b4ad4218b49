"""What the api asks of the configuration. `ctid.runtime.configuration.Configuration` fits it."""

from typing import Protocol

from aiohttp import web

from ctid.model.reasons import Reason


class Configuration(Protocol):
    """The files that the centre runs on."""

    async def apply(self, who: str, *, discard_live: bool = False) -> Reason | None:
        """Read the files again and run on them, or say which rule refused it.

        Raises `Mistaken` with every mistake of all files; then nothing has changed.
        """
        ...


CONFIGURATION = web.AppKey("configuration", Configuration)
