"""Rules about recordings: who is recorded, when nothing is heard, when the sound is complete.

The switch records; the leg of an agent is recorded while it is joined to somebody, whatever becomes of
ctid. What is asked for (pause, resume) is true once the switch has said so. Where anything is in doubt
the recording stays muted: a word too few can be asked for again, a card number too many cannot be unheard.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from ctid.calls.phase import CallPhase
from ctid.centre.live_recording import LiveRecording
from ctid.centre.world import LiveCall, World
from ctid.model.commands import HearRecording, PauseRecording, ResumeRecording
from ctid.model.effects import Keep, MuteRecording
from ctid.model.events import EventKind
from ctid.model.ids import InteractionId, LegId, agent_leg, node_of, offer_of, switch_id
from ctid.model.reasons import Reason
from ctid.model.recordings import Pause, Recording, RecordRule
from ctid.model.reports import (
    RecordingAnnounced,
    RecordingArmed,
    RecordingKept,
    RecordingMuted,
    SeenLeg,
)


# --- who is recorded ---------------------------------------------------------------------------------
def is_wanted(rule: RecordRule, *, announced: bool) -> bool:
    """Say whether a talk is recorded: where it must be announced, only if it was."""
    return rule is RecordRule.YES or (rule is RecordRule.ANNOUNCE and announced)


def to_announce(world: World, call: LiveCall) -> bool:
    """Say whether a caller who enters the line must first be told; each is told once."""
    queue = world.site.queues.get(call.entry.queue) if call.entry is not None else None
    return queue is not None and queue.record is RecordRule.ANNOUNCE and not call.announced


def announced(world: World, report: RecordingAnnounced, now: datetime) -> None:
    """The caller has been told."""
    call = world.caller(report.leg)
    if call is not None:
        call.announced = True


# --- its life ----------------------------------------------------------------------------------------
def armed(world: World, report: RecordingArmed, now: datetime) -> None:
    """An agent's leg is recorded once it talks. Rung anew in a pause, it must not hear a word before that."""
    if switch_id(report.leg) in world.recordings:
        return
    world.armed.add(report.leg)
    if _pause_to_carry(world, report.leg) is not None:
        _mute(world, report.leg, muted=True)


def follow(world: World, now: datetime) -> None:
    """Begin and end recordings with their talks; end pauses that are over."""
    for leg in sorted(world.armed):
        interaction = _interaction_of(world, leg)
        if interaction is not None:
            world.armed.discard(leg)
            _begin(world, leg, interaction, now)
        elif world.switch_seen and offer_of(leg) not in world.offers and world.caller(leg) is None:
            world.armed.discard(leg)
    for live in world.recordings.values():
        if live.record.ended_at is not None or not world.switch_seen:
            continue
        if _interaction_of(world, live.record.leg) is None:
            _end(world, live, now)
        elif _is_over(live.record.paused, now) and not live.resuming:
            _ask_to_resume(world, live, "")


def _interaction_of(world: World, leg: LegId) -> InteractionId | None:
    """Return the interaction whose talk an agent's leg carries, held or not."""
    call = world.caller(leg)  # a call that the agent made
    if call is not None and call.phase in (CallPhase.TALKING, CallPhase.HELD):
        return call.record.id
    return world.talking.get(world.dials.standing(leg))


def _begin(world: World, leg: LegId, interaction: InteractionId, now: datetime) -> None:
    agent = world.calls[interaction].record.agent
    carried = _pause_to_carry(world, leg)
    pauses = (replace(carried, started_at=now),) if carried is not None else ()
    record = Recording(switch_id(leg), interaction, agent, now, pauses=pauses)
    live = world.recordings[record.id] = LiveRecording(record)
    _keep(world, live, record)
    world.tell(EventKind.RECORDING_STARTED, now, call=interaction, agent=agent, recording=record.id)
    if carried is not None:
        _tell_paused(world, live, carried, now)


def _end(world: World, live: LiveRecording, now: datetime) -> None:
    record = replace(live.record, ended_at=now)
    _keep(world, live, record)
    world.tell(
        EventKind.RECORDING_STOPPED, now, call=record.interaction, agent=record.agent, recording=record.id
    )


def _pause_to_carry(world: World, leg: LegId) -> Pause | None:
    """Return the pause in which the same agent's earlier leg of the same call ended."""
    open_offer = world.offer(offer_of(leg))
    talks = world.talking.get(world.dials.standing(leg))
    interaction = open_offer.record.interaction if open_offer is not None else talks
    if interaction is None or interaction not in world.calls:
        return None
    agent = world.calls[interaction].record.agent
    if open_offer is not None and open_offer.record.agent != agent:
        return None
    earlier = [
        live.record
        for live in world.recordings.values()
        if live.record.interaction == interaction and live.record.agent == agent
    ]
    return max(earlier, key=lambda record: record.started_at).paused if earlier else None


# --- pausing -----------------------------------------------------------------------------------------
def pause(world: World, command: PauseRecording, now: datetime) -> Reason | None:
    """Ask the switch to hear nothing; asked again in a pause, it only sets when the pause ends."""
    live, refused = _going_on(world, command)
    if live is None:
        return refused
    until = now + command.limit if command.limit is not None else None
    live.asked, live.command, live.resuming = Pause(now, until=until, by=command.by), command.id, False
    if (paused := live.record.paused) is not None:
        pauses = (*live.record.pauses[:-1], replace(paused, until=until))
        _keep(world, live, replace(live.record, pauses=pauses))
    _mute(world, live.record.leg, muted=True)
    return None


def resume(world: World, command: ResumeRecording, now: datetime) -> Reason | None:
    """Ask the switch to hear again."""
    live, refused = _going_on(world, command)
    if live is None:
        return refused
    _ask_to_resume(world, live, command.id)
    return None


def _ask_to_resume(world: World, live: LiveRecording, command: str) -> None:
    live.asked, live.resuming, live.command = None, True, command
    _mute(world, live.record.leg, muted=False)


def muted(world: World, report: RecordingMuted, now: datetime) -> None:
    """The switch did it. An answer that comes after the opposite was asked for changes nothing."""
    live = world.recordings.get(switch_id(_named(world, report.leg)))
    if live is None or live.record.ended_at is not None:
        return
    paused = live.record.paused
    if report.muted and paused is None and not live.resuming:
        begun = replace(live.asked or Pause(now), started_at=now)
        _keep(world, live, replace(live.record, pauses=(*live.record.pauses, begun)))
        _tell_paused(world, live, begun, now)
        live.asked = None
    elif not report.muted and paused is not None and live.resuming:
        pauses = (*live.record.pauses[:-1], replace(paused, ended_at=now))
        _keep(world, live, replace(live.record, pauses=pauses))
        world.tell(
            EventKind.RECORDING_RESUMED, now, call=live.record.interaction, agent=live.record.agent,
            recording=live.record.id, command=live.command,
        )  # fmt: skip
        live.resuming = False


def _tell_paused(world: World, live: LiveRecording, begun: Pause, now: datetime) -> None:
    world.tell(
        EventKind.RECORDING_PAUSED, now, call=live.record.interaction, agent=live.record.agent,
        recording=live.record.id, by=begun.by, command=live.command,
    )  # fmt: skip


def _going_on(
    world: World, command: PauseRecording | ResumeRecording
) -> tuple[LiveRecording | None, Reason | None]:
    """Find the recording of a talk that goes on, or say why who asks cannot have it."""
    if command.interaction not in world.calls:
        return None, Reason("unknown_interaction", {"interaction": command.interaction})
    for live in world.recordings.values():
        if live.record.interaction == command.interaction and live.record.ended_at is None:
            if command.agent is not None and live.record.agent != command.agent:
                return None, Reason("not_your_interaction", {"interaction": command.interaction})
            return live, None
    return None, Reason("not_recorded", {"interaction": command.interaction})


def _is_over(paused: Pause | None, now: datetime) -> bool:
    return paused is not None and paused.until is not None and paused.until <= now


def deadlines(world: World) -> list[datetime]:
    """Return when pauses end by themselves."""
    going_on = [live for live in world.recordings.values() if live.record.ended_at is None]
    pauses = [live.record.paused for live in going_on if not live.resuming]
    return [each.until for each in pauses if each is not None and each.until is not None]


def _mute(world: World, named: LegId, *, muted: bool) -> None:
    world.ask(MuteRecording(world.dials.standing(named), muted))


def _named(world: World, leg: LegId) -> LegId:
    """Name a leg as its recording does: one that stands by after the offer of its talk."""
    offer = world.dials.offer_at(leg)
    return agent_leg(node_of(leg), offer) if offer is not None else leg


# --- coming back, handing over -----------------------------------------------------------------------
def remembered(world: World, records: Iterable[Recording]) -> None:
    """Take up what the last run knew."""
    for record in records:
        world.recordings[record.id] = LiveRecording(record)


def seen(world: World, legs: Iterable[SeenLeg], now: datetime) -> None:
    """Compare with the switch. Where a pause is in doubt it is a pause."""
    for leg in legs:
        call = world.caller(leg.leg)
        if call is not None and leg.announced:
            call.announced = True
        if not leg.recorded:
            continue
        named = _named(world, leg.leg)
        live = world.recordings.get(switch_id(named))
        if live is None:
            armed(world, RecordingArmed(named), now)
            follow(world, now)
            live = world.recordings.get(switch_id(named))
        if live is None or live.record.ended_at is not None:
            continue
        live.resuming = False
        if leg.paused and live.record.paused is None:
            muted(world, RecordingMuted(leg.leg, muted=True), now)
        elif live.record.paused is not None:
            _mute(world, named, muted=True)


def finished(world: World) -> list[Recording]:
    """Return the recordings that are over and not handed over."""
    records = [live.record for live in world.recordings.values()]
    return [record for record in records if record.ended_at is not None and record.kept_at is None]


def kept(world: World, report: RecordingKept, now: datetime) -> None:
    """The sound is in its place (or there was none): the record is complete."""
    found = report.recording
    live = world.recordings.get(found.id)
    if live is not None and live.record.kept_at is not None:
        return
    known = live.record if live is not None else found
    record = replace(
        known, kept_at=now, duration_ms=found.duration_ms, bytes=found.bytes,
        sha256=found.sha256, channels=found.channels,
    )  # fmt: skip
    live = live or LiveRecording(record)
    _keep(world, live, record)
    if record.sha256:
        world.tell(
            EventKind.RECORDING_KEPT, now, call=record.interaction, agent=record.agent,
            recording=record.id, duration_ms=record.duration_ms, bytes=record.bytes,
        )  # fmt: skip
    else:
        world.tell(
            EventKind.RECORDING_LOST, now, call=record.interaction, agent=record.agent, recording=record.id
        )
    _forget(world)


def _forget(world: World) -> None:
    """Drop what is handed over, but for calls that go on: a pause may have to be carried on."""
    for id, live in list(world.recordings.items()):
        if live.record.kept_at is not None and live.record.interaction not in world.calls:
            del world.recordings[id]


def hear(world: World, command: HearRecording, now: datetime) -> Reason | None:
    """Somebody listens: it is told."""
    world.tell(
        EventKind.RECORDING_HEARD, now, call=command.interaction,
        recording=command.recording, by=command.by, command=command.id,
    )  # fmt: skip
    return None


def _keep(world: World, live: LiveRecording, record: Recording) -> None:
    live.record = record
    world.ask(Keep(record))
