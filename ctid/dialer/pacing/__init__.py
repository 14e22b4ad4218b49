"""How many numbers to dial now: one algorithm a file, all behind one question (`terms.PacingController`)."""

from collections.abc import Callable, Mapping

from ctid.dialer.pacing.agentless import Agentless
from ctid.dialer.pacing.power import Power
from ctid.dialer.pacing.predictive import Predictive
from ctid.dialer.pacing.preview import Preview
from ctid.dialer.pacing.progressive import Progressive
from ctid.dialer.pacing.terms import PacingController
from ctid.model.attempts import Mode

PACING: Mapping[Mode, Callable[[], PacingController]] = {
    Mode.PREVIEW: Preview,
    Mode.PROGRESSIVE: Progressive,
    Mode.POWER: Power,
    Mode.PREDICTIVE: Predictive,
    Mode.AGENTLESS: Agentless,
}
"""The controller of each mode, new; a campaign that sets numbers of its own makes it itself."""
