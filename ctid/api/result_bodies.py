"""What came of an interaction, as an agent's page says it."""

from pydantic import AwareDatetime, BaseModel, ConfigDict

from ctid.api.bodies import GivenDisposition


class CallBack(BaseModel):
    """When whoever a campaign has called wants to be called again; by this very agent (`own`), or by any."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    at: AwareDatetime
    own: bool = False


class GivenResult(GivenDisposition):
    """What came of an interaction, and when they want to be called back, if they do."""

    call_back: CallBack | None = None
