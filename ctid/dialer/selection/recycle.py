"""What becomes of a lead after an attempt: called again, at its next number, or done with.

The campaign says it per outcome (`Campaign.recycle`); `DEFAULTS` are for what it does not say. They are
about people's patience, not about the law: whether a call is allowed is asked anew before each dial.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from ctid.model.attempts import AttemptOutcome
from ctid.model.campaigns import Campaign, Recycling
from ctid.model.ids import AgentId
from ctid.model.leads import Lead, LeadNumber, LeadState
from ctid.model.reasons import Fact, Reason

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
NEVER = Recycling()
DEFAULTS: Mapping[AttemptOutcome, Recycling] = {
    AttemptOutcome.CONNECTED: NEVER,
    AttemptOutcome.ABANDONED: Recycling(3 * _DAY, 1),
    AttemptOutcome.HUNG_UP: Recycling(_DAY, 2),
    AttemptOutcome.MACHINE: Recycling(_DAY, 3, next_number=True),
    AttemptOutcome.FAX: Recycling(_MINUTE, 1, next_number=True),
    AttemptOutcome.NO_ANSWER: Recycling(240 * _MINUTE, 4, next_number=True),
    AttemptOutcome.BUSY: Recycling(15 * _MINUTE, 4),
    AttemptOutcome.REJECTED: Recycling(_DAY, 1),
    AttemptOutcome.INVALID: Recycling(_MINUTE, 1, next_number=True),
    AttemptOutcome.CONGESTED: Recycling(10 * _MINUTE, 6),
    AttemptOutcome.CANCELLED: Recycling(30 * _MINUTE, 4),
    AttemptOutcome.NOT_DIALLED: Recycling(_MINUTE, 10),
}
_ASKED_BACK = Reason("asked_back")
_DEAD = (AttemptOutcome.FAX, AttemptOutcome.INVALID)  # what is found out of a number, not of its owner


def after(lead: Lead, number: str, outcome: AttemptOutcome, campaign: Campaign, now: datetime) -> Lead:
    """Return the lead as it is after a dial of one of its numbers came out so."""
    if outcome is AttemptOutcome.UNKNOWN:
        return replace(lead, state=LeadState.UNKNOWN, due_at=None, reason=Reason("maybe_called"))
    times, dead = lead.outcomes.get(outcome, 0) + 1, outcome in _DEAD
    lead = replace(
        lead,
        outcomes={**lead.outcomes, outcome.value: times},
        numbers=tuple(replace(one, dead=one.dead or (dead and one.number == number)) for one in lead.numbers),
    )
    if lead.reason == _ASKED_BACK:
        return replace(lead, state=LeadState.OPEN)
    lead = replace(lead, callback=False, callback_agent=None)
    rule = campaign.recycle.get(outcome, DEFAULTS[outcome])
    over = _over(lead, outcome, rule, times, campaign.max_attempts)
    if over is not None:
        return replace(lead, state=LeadState.DONE, due_at=None, reason=over)
    wait = rule.after or timedelta()
    moves = (rule.next_number or dead) and _next(lead.numbers, lead.turn) != lead.turn
    told: dict[str, Fact] = {"outcome": outcome.value, "minutes": wait // _MINUTE}
    return replace(
        lead,
        state=LeadState.OPEN,
        due_at=now + wait,
        turn=_next(lead.numbers, lead.turn) if moves else lead.turn,
        reason=Reason("other_number" if moves else "again_after", told),
    )


def asked_back(lead: Lead, at: datetime, agent: AgentId | None = None) -> Lead:
    """Return the lead as it is when its owner asked to be called at an instant, by that agent or by any.

    One that is being called stays so; at the end of the call its reason says what is to become of it.
    """
    state = lead.state if lead.state is LeadState.CALLING else LeadState.OPEN
    return replace(lead, state=state, due_at=at, callback=True, callback_agent=agent, reason=_ASKED_BACK)


def number_of(lead: Lead) -> str:
    """Return the number of a lead that is to be called next; "" if none is left."""
    alive = [one.number for one in (*lead.numbers[lead.turn :], *lead.numbers[: lead.turn]) if not one.dead]
    return alive[0] if alive else ""


def _over(lead: Lead, outcome: AttemptOutcome, rule: Recycling, times: int, most: int) -> Reason | None:
    """Say why a lead is done with, if it is. A dead number does not end a lead that has another one."""
    if all(one.dead for one in lead.numbers):
        return Reason("numbers_used_up")
    if lead.attempts >= most:
        return Reason("attempts_used_up", {"times": lead.attempts})
    if outcome is AttemptOutcome.CONNECTED and rule.after is None:
        return Reason("reached")
    if outcome not in _DEAD and (times > rule.times or (rule.after is None and not rule.next_number)):
        return Reason("tries_used_up", {"outcome": outcome.value, "times": times})
    return None


def _next(numbers: tuple[LeadNumber, ...], turn: int) -> int:
    """Return the place of the next number that is not dead, round about; `turn` if there is no other."""
    places = [(turn + step) % len(numbers) for step in range(1, len(numbers) + 1)]
    return next((at for at in places if not numbers[at].dead), turn)
