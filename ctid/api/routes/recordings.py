"""Recordings: which there are, their sound, pausing one. An agent has their own, a supervisor all.

A program may pause and resume with `calls:control`; listening is for people. A path never becomes a file's
name before it has the shape of an id, and every listening is told as an event.
"""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from aiohttp import hdrs, web

from ctid.api.answers import Accepted
from ctid.api.bodies import read, read_query
from ctid.api.described import ASKS, described
from ctid.api.problems import Problem
from ctid.api.recording_shapes import Recordings, RecordingsOf, WantedPause, recording
from ctid.api.routes.commands import answer, ask, begin, new_id
from ctid.api.sessions import SIGNED_IN, reader_of
from ctid.model.commands import HearRecording, PauseRecording, ResumeRecording
from ctid.model.ids import InteractionId
from ctid.model.recordings import SAFE_ID, Recording

routes = web.RouteTableDef()


class RecordingRecords(Protocol):
    """The store, as far as recordings are read."""

    async def recording(self, id: str) -> Recording | None:
        """Return one."""
        ...

    async def recordings_of(self, interaction: InteractionId) -> Sequence[Recording]:
        """Return an interaction's, oldest first."""
        ...


RECORDS: web.AppKey[RecordingRecords] = web.AppKey("recordings", RecordingRecords)
FOLDER = web.AppKey("recordings_folder", Path)


def install(app: web.Application, records: RecordingRecords, folder: Path) -> None:
    """Add the routes to an application; `folder` holds the complete files."""
    app[RECORDS], app[FOLDER] = records, folder
    app.add_routes(routes)


@routes.get("/api/v1/recordings")
@described(Recordings, query=RecordingsOf, problems=("agents_only", "unknown_agent"))
async def every(request: web.Request) -> web.Response:
    """List the recordings of an interaction, in the order of its talks."""
    wanted, reader = read_query(request, RecordingsOf), reader_of(request)
    found = await request.app[RECORDS].recordings_of(InteractionId(wanted.interaction))
    return answer({"recordings": [recording(each) for each in found if reader in (None, each.agent)]})


@routes.get("/api/v1/recordings/{id}/sound")
@described(
    "audio/wav", problems=(*ASKS, "agents_only", "unknown_agent", "not_found"), otherwise={206: "audio/wav"}
)
async def sound(request: web.Request) -> web.StreamResponse:
    """Give the sound: WAV, 8 kHz, left the agent, right the other party. Ranges are served (RFC 9110)."""
    id, reader = request.match_info["id"], reader_of(request)
    found = await request.app[RECORDS].recording(id) if SAFE_ID.fullmatch(id) else None
    if found is None or not found.sha256 or reader not in (None, found.agent):
        raise Problem("not_found")
    folder = request.app[FOLDER].resolve()
    file = (folder / f"{found.id}.wav").resolve()
    if not file.is_relative_to(folder) or not file.is_file():
        raise Problem("not_found")
    await ask(request, HearRecording(new_id(), found.id, found.interaction, request[SIGNED_IN].subject))
    return web.FileResponse(file, headers={hdrs.CONTENT_TYPE: "audio/wav", hdrs.CACHE_CONTROL: "no-store"})


@routes.post("/api/v1/calls/{interaction}/recording/pause")
@described(Accepted, status=202, body=WantedPause, problems=(*ASKS, "unknown_agent"))
async def pause(request: web.Request) -> web.Response:
    """Pause the recording of a talk; with `for_s` it is resumed by itself."""
    sent = await read(request, WantedPause)
    limit = timedelta(seconds=sent.for_s) if sent.for_s is not None else None
    interaction, by = InteractionId(request.match_info["interaction"]), request[SIGNED_IN].subject
    return await begin(request, PauseRecording(new_id(), interaction, reader_of(request), by, limit))


@routes.post("/api/v1/calls/{interaction}/recording/resume")
@described(Accepted, status=202, problems=(*ASKS, "unknown_agent"))
async def resume(request: web.Request) -> web.Response:
    """Let the recording go on."""
    interaction, by = InteractionId(request.match_info["interaction"]), request[SIGNED_IN].subject
    return await begin(request, ResumeRecording(new_id(), interaction, reader_of(request), by))
