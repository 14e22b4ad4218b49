"""What Asterisk would complain of while it loads a dialplan, and what it silently leaves out."""

from dataclasses import dataclass
from enum import StrEnum

from ctid.model.mistakes import Place


class Kind(StrEnum):
    """What is wrong. The words in the comments are what a `Complaint.said` of the kind holds."""

    # The file ends here for Asterisk: of an included one the rest is left out, of the first everything.
    SECTION_OPEN = "section-open"  # `[` without `]`, or `(` without `)`
    NO_SUCH_SECTION = "no-such-section"  # the section that is added to or inherited from
    NO_SECTION = "no-section"  # a setting before the first section
    NO_SUCH_FILE = "no-such-file"  # the pattern of an #include that found nothing
    BAD_ESCAPE = "bad-escape"
    # The line is left out.
    TOO_LONG = "too-long"
    NO_EQUALS = "no-equals"
    NO_NAME = "no-name"
    UNKNOWN_DIRECTIVE = "unknown-directive"  # its word
    NO_ARGUMENT = "no-argument"  # the directive's word
    EXEC = "exec"  # the command of an #exec, which is never run here
    COMMENT_OPEN = "comment-open"  # a comment that does not end in its file
    COMMENT_END = "comment-end"  # a `--;` that ends nothing: what follows is lost, and Asterisk may crash
    OTHER_LANGUAGE = "other-language"  # the name of a file of AEL or Lua that was to be included
    # A line of a context that is left out, or not taken as it was meant.
    UNKNOWN_SETTING = "unknown-setting"  # its name
    NOTHING_TO_CONTINUE = "nothing-to-continue"  # `same`, `n` or `s` that follows nothing
    BAD_PRIORITY = "bad-priority"  # what stands there
    LABEL_OPEN = "label-open"  # `(` without `)`
    ARGUMENTS_OPEN = "arguments-open"  # `(` without `)`: what follows is taken as the arguments
    NO_EXTENSION = "no-extension"  # an extension without a name
    PRIORITY_TAKEN = "priority-taken"  # extension, number
    LABEL_TAKEN = "label-taken"  # the label, which is left out
    INCLUDED_TWICE = "included-twice"  # the context
    SWITCH_TWICE = "switch-twice"
    IGNORED_TWICE = "ignored-twice"
    CRASHES = "crashes-asterisk"  # perhaps, at the next reload (growing.py): the two spellings
    NOT_EVALUATED = "not-evaluated"  # a function or expression, which only Asterisk could evaluate here


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing wrong, where it stands, and what it is about."""

    kind: Kind
    place: Place
    said: tuple[str, ...] = ()
