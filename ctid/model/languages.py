"""The two languages in which the centre speaks and writes."""

from enum import StrEnum


class Language(StrEnum):
    """An RFC 5646 language tag, as short as callers and files need it."""

    EN = "en"
    ZH = "zh"
