from datetime import UTC, datetime

from ctid.api import trails as trails_module
from ctid.api.trails import Trails
from ctid.model.events import Event, EventKind, Published
from ctid.model.ids import InteractionId

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def _follow(trails: Trails, interaction: str, seq: int) -> None:
    trails.follow(
        Published(seq, None, Event(EventKind.IVR_STEPPED, NOW, InteractionId(interaction))), {"seq": seq}
    )


def test_a_timeline_keeps_only_the_latest_events():
    trails = Trails()
    for seq in range(trails_module.KEPT_EVENTS + 5):
        _follow(trails, "a", seq)
    timeline = trails.timeline(InteractionId("a"))
    assert len(timeline) == trails_module.KEPT_EVENTS
    assert timeline[0]["seq"] == 5


def test_the_longest_untouched_trail_goes_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(trails_module, "KEPT_TRAILS", 2)
    trails = Trails()
    for seq, interaction in enumerate(["a", "b", "a", "c"]):
        _follow(trails, interaction, seq)
    assert [len(trails.timeline(InteractionId(each))) for each in "abc"] == [2, 0, 1]
