"""The durable steps of the daemon, by name: where a crash may strike between two of them.

Whoever takes a step says so just before and just after it. In the daemon nobody listens; a drill that kills
the daemon at every step does (`runtime.crash_points`).
"""

from collections.abc import Callable

Step = Callable[[str], None]


def unheard(_name: str) -> None:
    """Take no notice of a step."""
