"""What falls due in the live state, and for whom; for so many that nobody can look at all at every input.

Of open offers, recordings that pause, and wishes there are few at a time: those are looked at as they are.
"""

from dataclasses import dataclass, field

from ctid.centre.schedule import Schedule
from ctid.model.ids import AgentId, InteractionId


@dataclass(slots=True)
class Due:
    """Each schedule is kept by the rules that act on it."""

    agents: Schedule[AgentId] = field(default_factory=Schedule)  # a wrap-up, or a back-off, is over
    retakes: Schedule[InteractionId] = field(default_factory=Schedule)  # the held caller is given back
    asks: Schedule[InteractionId] = field(default_factory=Schedule)  # the rules of overflow are asked
    tells: Schedule[InteractionId] = field(default_factory=Schedule)  # a waiting caller is told their place
