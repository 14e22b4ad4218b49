"""Rules about what people say with a key when a campaign has called them and a flow talks to them.

A key's `set` may say what came of the call (`disposition: confirmed`, a code of the site's), as an agent
would; and that they want no more calls (`do_not_call: yes`): then the number that was dialled stands on the
centre's own list from that moment on. It is theirs who keyed it: nobody else has answered it. A caller's
number proves nothing of the kind, so to callers neither word means anything.

Who hears the message instead of an agent says the second with a key of the dialplan, which ctid need not be
there to hear.
"""

from dataclasses import replace
from datetime import datetime

from ctid.centre import attempt_results, consents
from ctid.centre.world import World
from ctid.model.attempts import Attempt
from ctid.model.consents import Word
from ctid.model.events import EventKind
from ctid.model.ids import InteractionId
from ctid.model.reports import IvrStepped

DISPOSITION, NO_MORE, YES = "disposition", "do_not_call", "yes"  # words of flows


def keyed(world: World, report: IvrStepped, now: datetime) -> None:
    """Somebody who was called has pressed a key; that they have hung up since may be known already."""
    live = world.dials.of(report.leg)
    of = live or world.dials.results.get(InteractionId(report.leg))
    if of is None:
        return
    attempt, who = of.record, f"{of.record.campaign}: {report.node}"
    if report.into == DISPOSITION and report.value in world.site.dispositions:
        _disposed(world, attempt, report.value, who, now)
    if report.into == NO_MORE and report.value == YES:
        _no_more(world, attempt, who, now, now)


def after_message(world: World, attempt: Attempt, at: datetime, now: datetime) -> None:
    """Somebody who heard the message wanted no more calls at `at`; the switch may say so more than once."""
    listed = world.wishes.do_not_call.get(attempt.number)
    if listed is None or listed.why != attempt.id:
        _no_more(world, attempt, f"{attempt.campaign}: message", min(at, now), now)


def _no_more(world: World, attempt: Attempt, who: str, at: datetime, now: datetime) -> None:
    said = Word(attempt.number, at, given=False, source="key", proof=attempt.id, who=who)
    consents.never_again(world, said, attempt.id, now)


def _disposed(world: World, attempt: Attempt, disposition: str, who: str, now: datetime) -> None:
    call = world.call(attempt.interaction)
    if call is not None:
        world.keep(call, replace(call.record, disposition=disposition))
    if attempt.interaction is not None:
        attempt_results.given(world, attempt.interaction, disposition, who, now)
        world.tell(EventKind.INTERACTION_DISPOSED, now, call=attempt.interaction, disposition=disposition)
