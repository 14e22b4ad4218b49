"""What the api asks of the configuration. `ctid.runtime.configuration.Configuration` fits it."""

from collections.abc import Mapping
from typing import Any, Protocol

from aiohttp import web

from ctid.model.reasons import Reason


class Configuration(Protocol):
    """The files that the centre runs on."""

    async def apply(self, who: str, *, discard_live: bool = False) -> Reason | None:
        """Read the files again and run on them, or say which rule refused it.

        Raises `Mistaken` with every mistake of all files; then nothing has changed.
        """
        ...

    async def planned(self) -> Mapping[str, Any]:
        """Say what applying the files would change, as `ctid centre plan --json` does. Raises `Mistaken`."""
        ...

    async def write_back(self) -> int:
        """Write what was changed live into the file; return of how many agents. Raises `Mistaken`."""
        ...


CONFIGURATION = web.AppKey("configuration", Configuration)
