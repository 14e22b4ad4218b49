"""Campaigns: started, paused, stopped, held, killed; and what of it outlives a restart."""

import pytest

from campaign_stage import RENEWALS, dialer, with_campaigns
from ctid.centre.centre import Centre
from ctid.model.campaigns import CampaignState
from ctid.model.commands import (
    ApplySite,
    KillDialing,
    PauseCampaign,
    ResumeDialing,
    StartCampaign,
    StopCampaign,
)
from ctid.model.dialing import CampaignStatus, KillSwitch
from ctid.model.effects import AnswerCommand, Keep
from ctid.model.events import EventKind
from ctid.model.receipts import GiveReceipt
from ctid.model.reports import Remembered, StoreAble, SwitchLost, SwitchSeen

__all__ = ["dialer"]

UP = SwitchSeen("sw1", (), {"1001": True, "1002": True})
START, PAUSE, STOP = (kind("c", "boss", "renewals") for kind in (StartCampaign, PauseCampaign, StopCampaign))
KILL, RESUME = KillDialing("k", "boss"), ResumeDialing("r", "boss")


def state(stage, name: str = "renewals") -> CampaignState:
    return stage.centre.campaigns()[name].status.state


def refused(stage) -> str | None:
    answer = [said for said in stage.said if isinstance(said, AnswerCommand | GiveReceipt)][-1]
    reason = answer.refused if isinstance(answer, AnswerCommand) else None
    return reason.code if reason is not None else None


def kept(stage, kind: type) -> list:
    return [keep.record for keep in stage.all(Keep) if isinstance(keep.record, kind)]


def restarted(stage) -> None:
    """Begin a new run on what the old one has kept."""
    statuses = {status.campaign: status for status in kept(stage, CampaignStatus)}
    switches = kept(stage, KillSwitch)
    site = stage.centre.site
    stage.centre = Centre(site, new_offer_id=stage.centre._world.new_offer_id)
    stage.happens(
        Remembered(
            (), (), (), campaigns=tuple(statuses.values()), kill_switch=switches[-1] if switches else None
        )
    )


def test_a_campaign_that_was_never_started_is_stopped(dialer) -> None:
    assert {name: each.status.state.value for name, each in dialer.centre.campaigns().items()} == {
        "renewals": "stopped",
        "looked_at": "stopped",
    }


def test_a_supervisor_starts_pauses_and_stops_and_every_step_says_who(dialer) -> None:
    dialer.happens(START, PAUSE, START, STOP)
    assert [status.state.value for status in kept(dialer, CampaignStatus)] == [
        "running", "paused", "running", "stopped",
    ]  # fmt: skip
    kinds = (EventKind.CAMPAIGN_STARTED, EventKind.CAMPAIGN_PAUSED, EventKind.CAMPAIGN_STOPPED)
    told = [event for kind in kinds for event in dialer.told(kind)]
    assert [event.facts for event in told] == [{"campaign": "renewals", "who": "boss"}] * 4


def test_what_has_no_place_is_refused_and_changes_nothing(dialer) -> None:
    dialer.happens(PAUSE)
    assert (refused(dialer), state(dialer)) == ("campaign_is", CampaignState.STOPPED)
    dialer.happens(StartCampaign("c", "boss", "nobody"))
    assert refused(dialer) == "unknown_campaign"


@pytest.mark.parametrize(
    ("trouble", "over"),
    [(SwitchLost("sw1", "gone"), UP), (StoreAble(False), StoreAble(True))],
    ids=["the switch is not seen", "nothing can be written"],
)
def test_what_is_in_the_way_holds_a_campaign_and_its_end_releases_it(dialer, trouble, over) -> None:
    dialer.happens(START, trouble)
    assert state(dialer) is CampaignState.HELD
    dialer.happens(over)
    assert state(dialer) is CampaignState.RUNNING
    assert dialer.told(EventKind.CAMPAIGN_HELD)[-1].facts["who"] == "ctid"


def test_a_campaign_paused_while_it_is_held_does_not_run_again_by_itself(dialer) -> None:
    dialer.happens(START, StoreAble(False), PAUSE, StoreAble(True))
    assert state(dialer) is CampaignState.PAUSED


def test_after_a_restart_what_ran_runs_again_once_the_switch_is_seen(dialer) -> None:
    dialer.happens(START)
    restarted(dialer)
    assert state(dialer) is CampaignState.HELD
    dialer.happens(UP)
    assert state(dialer) is CampaignState.RUNNING


def test_the_kill_switch_stops_all_and_nothing_starts_until_it_is_taken_back(dialer) -> None:
    dialer.happens(START, StartCampaign("c", "boss", "looked_at"), KILL)
    assert {state(dialer, name) for name in ("renewals", "looked_at")} == {CampaignState.STOPPED}
    dialer.happens(START)
    assert refused(dialer) == "dialing_killed"
    dialer.happens(RESUME)
    assert state(dialer) is CampaignState.STOPPED, "it is started by hand"
    dialer.happens(START)
    assert state(dialer) is CampaignState.RUNNING


def test_what_was_killed_stays_killed_over_a_restart(dialer) -> None:
    dialer.happens(START, KILL)
    restarted(dialer)
    dialer.happens(UP, START)
    assert (refused(dialer), state(dialer)) == ("dialing_killed", CampaignState.STOPPED)


def test_killing_twice_is_no_mistake_and_the_first_word_counts(dialer) -> None:
    dialer.happens(KILL, KillDialing("k2", "other"))
    assert (refused(dialer), dialer.centre.kill_switch().who) == (None, "boss")
    dialer.happens(RESUME, RESUME)
    assert refused(dialer) == "dialing_not_killed"


@pytest.mark.parametrize("order", [START, KILL])
def test_an_order_is_answered_once_it_is_written_so_that_who_hears_yes_may_rely_on_it(dialer, order) -> None:
    dialer.happens(order)
    assert [receipt.command for receipt in dialer.all(GiveReceipt)] == [order.id]
    assert not dialer.all(AnswerCommand)


def test_dialling_is_stopped_and_says_so_where_nothing_can_be_written(dialer) -> None:
    dialer.happens(StoreAble(False), KILL)
    assert (dialer.last(AnswerCommand).refused, dialer.centre.kill_switch().who) == (None, "boss")


def test_a_campaign_that_leaves_the_configuration_is_stopped(dialer) -> None:
    site = with_campaigns(dialer.centre.site)
    dialer.centre._world.layers.read_site = lambda command: site
    dialer.happens(START, ApplySite("a", "boss", "text", ("main",)))
    assert kept(dialer, CampaignStatus)[-1].state is CampaignState.STOPPED
    assert dialer.told(EventKind.CAMPAIGN_STOPPED)[-1].reason.code == "campaign_gone"
    assert RENEWALS.name not in dialer.centre.campaigns()
