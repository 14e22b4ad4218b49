"""Which number the called person sees: the one for the longest beginning of theirs."""

from collections.abc import Mapping


def shown_to(number: str, shows: Mapping[str, str]) -> str | None:
    """Return the caller ID (E.164) for a number by `Campaign.shows`; None if none fits it."""
    fitting = [begin for begin in shows if number.startswith(begin) or number.startswith(f"+{begin}")]
    return shows[max(fitting, key=lambda begin: len(begin.removeprefix("+")))] if fitting else None
