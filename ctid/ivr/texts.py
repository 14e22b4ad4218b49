"""The texts of prompts: one file a language (`ivr/prompts/main.en.yaml`), prompt key → what is said."""

from collections.abc import Mapping

from ctid.ivr.names import Names
from ctid.ivr.reading import Reader
from ctid.model.document import read_document
from ctid.model.mistakes import Mistaken


def parse_texts(text: str, file: str) -> Mapping[str, str]:
    """Read a file of prompt texts. Raises Mistaken with all its mistakes (I121, I126)."""
    reader = Reader(Names())
    texts = {
        reader.prompts(key)[0]: reader.text(value) for key, value in reader.pairs(read_document(text, file))
    }
    if reader.found:
        raise Mistaken(reader.found)
    return texts
