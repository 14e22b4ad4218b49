"""A dialplan as Asterisk holds it after loading: contexts, their extensions, what each of those does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ctid.asterisk.dialplan.complaints import Complaint
from ctid.asterisk.dialplan.config_file import Entry
from ctid.asterisk.dialplan.lines import Line
from ctid.model.mistakes import Place

HINT = -1  # the number of a hint among the priorities


@dataclass(frozen=True, slots=True)
class Priority:
    """One step: `app(data)`, both to the byte as Asterisk takes them. `extension` is as it was written."""

    extension: str
    cid: str | None
    number: int
    label: str | None
    app: str
    data: str
    entry: Entry
    app_at: int  # in entry.value
    data_at: int

    @property
    def place(self) -> Place:
        """Where the application's name stands."""
        return self.entry.place(self.app_at)

    def data_place(self, offset: int = 0) -> Place:
        """Say where data[offset] stands."""
        return self.entry.place(self.data_at + offset)


@dataclass(frozen=True, slots=True)
class Extension:
    """An exact extension or a pattern (`_…`), perhaps only for callers whose number matches `cid`.

    Its priorities are in ascending order, a hint first. Those written under a name of the same rank
    (`1-0-1` for `101`) are among them; Asterisk calls all by the name of the first.
    """

    priorities: Sequence[Priority]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.priorities[0].extension

    @property
    def cid(self) -> str | None:
        """For which callers it is; None for all, empty for those without a number."""
        return self.priorities[0].cid

    def labelled(self, label: str) -> Priority | None:
        """Return the priority that bears a label."""
        return next((each for each in self.priorities if each.label == label), None)

    def numbered(self, number: int) -> Priority | None:
        """Return the priority with a number."""
        return next((each for each in self.priorities if each.number == number), None)

    @property
    def place(self) -> Place:
        """Where its first priority was written, at the setting's name."""
        return min((each.entry.name_place() for each in self.priorities), key=lambda place: place.line)


@dataclass(frozen=True, slots=True)
class Include:
    """Another context that is searched after the own extensions. `times` holds what follows the first
    comma.
    """

    context: str
    times: str
    text: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Switch:
    """A search handed to a module (`switch`, `lswitch`, `eswitch`); that of `eswitch` is `evaluated` anew."""

    name: str
    data: str
    evaluated: bool
    entry: Entry


@dataclass(frozen=True, slots=True)
class Ignored:
    """A pattern after which the dial tone goes on (`ignorepat`)."""

    pattern: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Context:
    """A context, from all sections of its name. Its extensions stand in the order in which they are tried."""

    name: str
    extensions: Sequence[Extension]
    includes: Sequence[Include]
    switches: Sequence[Switch]
    ignored: Sequence[Ignored]
    autohints: bool
    sections: Sequence[Line]

    @property
    def place(self) -> Place:
        """Where it begins first."""
        return self.sections[0].place()

    def priorities(self) -> Iterator[Priority]:
        """Go through all that it does."""
        for extension in self.extensions:
            yield from extension.priorities


@dataclass(frozen=True, slots=True)
class General:
    """What `[general]` says; None where it says nothing."""

    static: bool = False
    writeprotect: bool = False
    clearglobalvars: bool = False
    autofallthrough: bool | None = None
    extenpatternmatchnew: bool | None = None
    overrideswitch: str = ""
    userscontext: str = "default"


@dataclass(frozen=True, slots=True)
class Dialplan:
    """All that Asterisk would load. `whole` is False if it would refuse the file and keep what it has.

    `files` holds each file that was read, by its name, as it was; `complaints` what Asterisk would log or
    leave out; `globals` the global variables that the file sets.
    """

    contexts: Mapping[str, Context]
    globals: Mapping[str, str] = field(default_factory=dict)
    general: General = General()
    files: Mapping[str, bytes] = field(default_factory=dict)
    complaints: Sequence[Complaint] = ()
    whole: bool = True
