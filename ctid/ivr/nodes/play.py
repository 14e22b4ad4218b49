"""`play`: lets the caller hear what was recorded, of them or for them.

hear_it:
  play: = complaint               # a variable that `record` has set
  next: confirm
"""

from ctid.ivr.entry import Entry
from ctid.ivr.nodes.say import Say
from ctid.ivr.steps import Form
from ctid.ivr.values import Sort
from ctid.ivr.wording import Speak


def read_play(entry: Entry) -> Say:
    """Read which recording."""
    return Say(prompts=(Speak(Form.RECORDING, entry.reader.term(Sort.TEXT)(entry.value)),), next=entry.next)
