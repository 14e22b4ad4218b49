"""`language`: a menu that is heard in every language of the flow and sets the session's.

welcome:
  language:
    prompt: language-choice       # played in each of the flow's `languages`, in their order
    "1": zh
    "2": en
  next: main
"""

from ctid.ivr import mistakes
from ctid.ivr.entry import Entry
from ctid.ivr.flow import LANGUAGE
from ctid.ivr.nodes.menu import KEYS, Choice, Menu
from ctid.ivr.rules import RULES, read_rules


def read_language(entry: Entry) -> Menu:
    """Read a choice of language; one without a key is a mistake."""
    reader = entry.reader
    fields = entry.fields("prompt", *RULES, *KEYS)
    goto = entry.next
    choices = {
        key: Choice(goto, {LANGUAGE: str(reader.language(fields.members[key]))})
        for key in KEYS
        if key in fields.members
    }
    if not choices:
        reader.note(mistakes.missing_key(entry.value.place, '"1"'))
    return Menu(
        prompts=fields.need("prompt", reader.prompts, ()),
        choices=choices,
        rules=read_rules(fields, entry.defaults.rules),
        languages=reader.languages,
    )
