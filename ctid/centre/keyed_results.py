"""Rules about what people say with a key when a campaign has called them and a flow talks to them.

A key's `set` may say what came of the call (`disposition: confirmed`, a code of the site's), as an agent
would; and that they want no more calls (`do_not_call: yes`): then the number that was dialled stands on the
centre's own list from that moment on. It is theirs who keyed it: nobody else has answered it. A caller's
number proves nothing of the kind, so to callers neither word means anything.
"""

from dataclasses import replace
from datetime import datetime

from ctid.centre import attempt_results, do_not_call
from ctid.centre.world import World
from ctid.model.attempts import Attempt
from ctid.model.do_not_call import DoNotCall
from ctid.model.events import EventKind
from ctid.model.ids import InteractionId
from ctid.model.reports import IvrStepped

DISPOSITION, NO_MORE, YES = "disposition", "do_not_call", "yes"  # words of flows


def keyed(world: World, report: IvrStepped, now: datetime) -> None:
    """Somebody who was called has pressed a key; that they have hung up since may be known already."""
    live = world.dials.of(report.leg)
    attempt = live.record if live is not None else world.dials.results.get(InteractionId(report.leg))
    if attempt is None:
        return
    if report.into == DISPOSITION and report.value in world.site.dispositions:
        _disposed(world, attempt, report.value, now)
    if report.into == NO_MORE and report.value == YES:
        who = f"{attempt.campaign}: {report.node}"
        do_not_call.enter(world, DoNotCall(attempt.number, True, who, now, attempt.id))


def _disposed(world: World, attempt: Attempt, disposition: str, now: datetime) -> None:
    call = world.call(attempt.interaction)
    if call is not None:
        world.keep(call, replace(call.record, disposition=disposition))
    if attempt.interaction is not None:
        attempt_results.given(world, attempt.interaction, disposition)
        world.tell(EventKind.INTERACTION_DISPOSED, now, call=attempt.interaction, disposition=disposition)
