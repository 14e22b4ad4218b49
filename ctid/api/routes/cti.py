"""What other systems ask with a signed request: call somebody, pop a record, attach data to a call.

The answer names a command. Whatever comes of it is told in events that carry this id as fact `command`.
"""

import logging

from aiohttp import web

from ctid.api.answers import Accepted
from ctid.api.bodies import AttachedData, CallFor, PoppedRecord, read
from ctid.api.described import ASKS, NUMBERS, described
from ctid.api.routes.calls import dialable
from ctid.api.routes.commands import begin, new_id
from ctid.api.signed import SENDER, claim, require_right
from ctid.model.commands import AttachData, Command, MakeCall, PopRecord
from ctid.model.ids import AgentId, InteractionId
from ctid.model.integrations import Right

SIGNED = (*ASKS, "not_permitted")

routes = web.RouteTableDef()

_log = logging.getLogger(__name__)


@routes.post("/api/v1/cti/calls")
@described(Accepted, status=202, body=CallFor, problems=(*SIGNED, *NUMBERS))
async def make_call(request: web.Request) -> web.Response:
    """Call a number for an agent.

    The agent's own phone rings first; when it is answered, the number is called. `data` is attached to the
    interaction that comes of it. Needs the right `calls`.
    """
    sent = await read(request, CallFor)
    require_right(request, Right.CALLS)
    number = dialable(request, sent.number)
    return await _once(request, MakeCall(new_id(), AgentId(sent.agent), number, sent.data, sent.show))


@routes.post("/api/v1/cti/pops")
@described(Accepted, status=202, body=PoppedRecord, problems=SIGNED)
async def pop_record(request: web.Request) -> web.Response:
    """Show a record of another system on an agent's page.

    The page shows the title, the link and the fields, all as plain text. Needs the right `pops`.
    """
    sent = await read(request, PoppedRecord)
    require_right(request, Right.POPS)
    return await _once(request, PopRecord(new_id(), AgentId(sent.agent), sent.title, sent.url, sent.fields))


@routes.post("/api/v1/cti/data")
@described(Accepted, status=202, body=AttachedData, problems=SIGNED)
async def attach_data(request: web.Request) -> web.Response:
    """Attach data to a live call.

    A name that is there already gets the new value. Needs the right `data`.
    """
    sent = await read(request, AttachedData)
    require_right(request, Right.DATA)
    return await _once(request, AttachData(new_id(), InteractionId(sent.interaction), sent.data))


async def _once(request: web.Request, command: Command) -> web.Response:
    """Have a command done, at most once for a message, whatever becomes of us in between."""
    await claim(request, command)
    _log.info("%s asks: %s %s", request[SENDER].integration.name, type(command).__name__, command.id)
    return await begin(request, command)
