"""What the site that all rules look at is made of: the file, what is live over it, who has yet to leave."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ctid.model.commands import ApplySite
from ctid.model.configuration import LiveSkills, with_live
from ctid.model.ids import AgentId
from ctid.model.site import Agent, Site

ReadSite = Callable[[ApplySite], Site]


def reads_nothing(command: ApplySite) -> Site:
    """Read no configuration: a centre that was given no reader runs on its first one for good."""
    raise LookupError(f"nobody can read the configuration of {command.id}")


@dataclass(slots=True)
class Layers:
    """`written` is the site as its file says; `read_site` says what a command to apply another one means."""

    written: Site
    read_site: ReadSite = reads_nothing
    live: dict[AgentId, LiveSkills] = field(default_factory=dict)
    leaving: dict[AgentId, Agent] = field(default_factory=dict)

    def together(self) -> Site:
        """Return the site of all layers."""
        site = with_live(self.written, self.live)
        return replace(site, agents={**site.agents, **self.leaving}) if self.leaving else site
