"""What `ctid campaign list` prints."""

from datetime import UTC, datetime

import pytest

from campaign_stage import RENEWALS
from ctid.api import campaign_shapes
from ctid.model.campaigns import CampaignState
from ctid.model.dialing import CampaignNow, CampaignStatus, Flight, Refusals, Standing, WindowTally
from ctid.model.languages import Language
from ctid.model.reasons import Reason
from ctid.runtime import campaign_words

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
FLIGHT = Flight(
    AT, Reason("asked", {"by": "dave"}), 3, {"idle": 2}, {"ringing": 9}, 400, 120,
    (WindowTally("24 h", 120, 3, 0.03, 0.8, Standing.ALERT),), "2026-01-01",
    (Refusals(7, AT, "lead_1-00000017", Reason("no_consent", {"of": "all"})),),
)  # fmt: skip
STATUS = CampaignStatus("renewals", CampaignState.RUNNING, AT, "carol", Reason("asked", {"by": "carol"}))


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            Language.EN,
            [
                "renewals  predictive  running  2026-03-02 09:00:00 UTC  asked for by carol",
                "  calls ringing 9 · agents idle 2 · asked for by dave",
                "  abandoned, 24 h: 2.5% of at most 3.0%",
                "  not called, 7 ×: they have not agreed to be called (needed of: all)",
            ],
        ),
        (
            Language.ZH,
            [
                "renewals  predictive  运行中  2026-03-02 09:00:00 UTC  由 carol 操作",
                "  呼叫 ringing 9 · 坐席 idle 2 · 由 dave 操作",
                "  放弃率（24 h）：2.5%，上限 3.0%",
                "  未拨打 7 次：被叫未同意接听（须同意者：all）",
            ],
        ),
    ],
)
def test_a_campaign_is_told_with_what_it_has_in_the_air_and_why_people_were_not_called(
    language: Language, lines: list[str]
) -> None:
    told = campaign_shapes.campaign(CampaignNow(RENEWALS, STATUS, FLIGHT))
    assert [*campaign_words.campaign(told, language)] == lines
