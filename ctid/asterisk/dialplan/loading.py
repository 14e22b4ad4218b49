"""A configuration file becomes a dialplan, as Asterisk's pbx_config loads it.

What is odd here is Asterisk's own, and is proven against it:

- `n` after a hint is priority 0, which is not registered, and so is every `n` after it.
- `n` goes on from the last priority of the context, also under another extension.
- A priority that is taken is left out; a label that is taken is left out of its priority.
- What stands in the place of a number may be a label of the same extension: its priority is meant.
- Sections [general] and [globals] are no contexts; every other name in brackets is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ctid.asterisk.dialplan.complaints import Complaint, Kind
from ctid.asterisk.dialplan.config_file import ConfigFile, Entry, Section, read_config
from ctid.asterisk.dialplan.growing import GrowingContext
from ctid.asterisk.dialplan.lines import clip
from ctid.asterisk.dialplan.model import HINT, Dialplan, General, Ignored, Include, Priority, Switch
from ctid.asterisk.dialplan.source import Source
from ctid.asterisk.dialplan.substitution import substitute
from ctid.asterisk.dialplan.words import (
    Step,
    Unreadable,
    cut_extension,
    cut_step,
    number_in,
    shrink_phone_number,
    without_blanks,
)
from ctid.model.mistakes import Place

_LONGEST_EXTENSION = 255  # bytes
_TRUE = frozenset({"yes", "true", "y", "t", "1", "on"})
_NOTHING_YET = -2  # the last priority before the first


def parse(source: Source, name: str = "extensions.conf", known: Mapping[str, str] | None = None) -> Dialplan:
    """Parse a dialplan with all that it includes; never raises for what it holds.

    `known` are global variables that Asterisk has besides those of the file.
    """
    return load(read_config(source, name), known or {})


def load(config: ConfigFile, known: Mapping[str, str]) -> Dialplan:
    """Make the dialplan of a configuration file that was read."""
    loading = _Loading(config, known)
    loading.globals()
    for section in config.sections:
        if not section.template and section.name.lower() not in {"general", "globals"}:
            loading.context(section)
    return Dialplan(
        contexts={name: context.grown() for name, context in loading.contexts.items()}
        if config.whole
        else {},
        globals=loading.set_globals,
        general=_general(config.sections),
        files=config.files,
        complaints=(*config.complaints, *loading.complaints),
        whole=config.whole,
    )


def _general(sections: Sequence[Section]) -> General:
    first = next((each for each in sections if each.name.lower() == "general" and not each.template), None)
    said = {each.name.lower(): each.value for each in reversed(first.entries)} if first else {}

    def decided(name: str) -> bool | None:
        return said[name].lower() in _TRUE if name in said else None

    return General(
        static=bool(decided("static")),
        writeprotect=bool(decided("writeprotect")),
        clearglobalvars=bool(decided("clearglobalvars")),
        autofallthrough=decided("autofallthrough"),
        extenpatternmatchnew=decided("extenpatternmatchnew"),
        overrideswitch=said.get("overrideswitch", ""),
        userscontext=said.get("userscontext", "default"),
    )


@dataclass(slots=True)
class _Progress:
    """What `same` and `n` go on from within a section."""

    extension: str = ""
    number: int = _NOTHING_YET


class _Loading:
    def __init__(self, config: ConfigFile, known: Mapping[str, str]) -> None:
        self.complaints: list[Complaint] = []
        self.contexts: dict[str, GrowingContext] = {}
        self.set_globals: dict[str, str] = {}
        self._variables = dict(known)
        self._config = config

    def globals(self) -> None:
        for section in self._config.sections:
            if section.name.lower() == "globals" and not section.template:
                for entry in section.entries:
                    self._global(entry)

    def _global(self, entry: Entry) -> None:
        name = entry.name.removeprefix("_").removeprefix("_")
        value = self._substituted(entry.value, entry)
        self.set_globals[name] = self._variables[name] = value

    def context(self, section: Section) -> None:
        context = self.contexts.setdefault(section.name, GrowingContext(section.name))
        context.open(section.line)
        progress = _Progress()
        for entry in section.entries:
            name = entry.name.lower()
            if name.startswith("same"):
                self._same(context, entry, progress)
            elif name == "exten":
                self._exten(context, entry, progress)
            elif name == "include":
                self._include(context, entry)
            elif name == "ignorepat":
                ignored = Ignored(self._substituted(entry.value, entry), entry)
                self._unless(context.ignore(ignored), Kind.IGNORED_TWICE, entry, ignored.pattern)
            elif name in {"switch", "lswitch", "eswitch"}:
                self._switch(context, entry, name)
            elif name == "autohints":
                context.autohints = entry.value.lower() in _TRUE
            else:
                self._complain(Kind.UNKNOWN_SETTING, entry.name_place(), entry.name)

    # --- exten, same --------------------------------------------------------------------------------
    def _exten(self, context: GrowingContext, entry: Entry, progress: _Progress) -> None:
        end = cut_extension(entry.value)
        progress.extension = clip(self._substituted(entry.value[:end], entry), _LONGEST_EXTENSION)
        self._step(context, entry, min(end + 1, len(entry.value)), progress)

    def _same(self, context: GrowingContext, entry: Entry, progress: _Progress) -> None:
        if progress.extension:
            self._step(context, entry, 0, progress)
        else:
            self._complain(Kind.NOTHING_TO_CONTINUE, entry.name_place(), entry.name)

    def _step(self, context: GrowingContext, entry: Entry, begin: int, progress: _Progress) -> None:
        name, slash, cid = progress.extension.partition("/")
        caller = without_blanks(shrink_phone_number(cid)) if slash else None
        try:
            step = cut_step(entry.value, begin)
            number = _number(context, step.priority, (name, caller), progress.number)
        except Unreadable as wrong:
            self._complain(wrong.kind, entry.place(begin), wrong.said)
            return
        if not step.closed:
            self._complain(Kind.ARGUMENTS_OPEN, entry.place(step.data_at), step.app)
        if not number:
            self._complain(Kind.NOTHING_TO_CONTINUE, entry.place(begin), step.priority)
            return
        progress.number = number + step.more
        if not name:
            self._complain(Kind.NO_EXTENSION, entry.place())
            return
        self._add(context, self._priority(context, entry, step, (name, caller, progress.number)))

    def _priority(
        self, context: GrowingContext, entry: Entry, step: Step, at: tuple[str, str | None, int]
    ) -> Priority:
        name, caller, number = at
        app = step.app
        if number == HINT and "${" in app and not name.startswith("_"):
            here = {**self._variables, "EXTEN": name, "CONTEXT": context.name, "PRIORITY": "1"}
            app = substitute(app, here, lambda left: self._complain(Kind.NOT_EVALUATED, entry.place(), left))
        return Priority(
            without_blanks(name), caller, number, step.label, app, step.data, entry, step.app_at, step.data_at
        )

    def _add(self, context: GrowingContext, priority: Priority) -> None:
        for kind, said in context.add(priority):
            self._complain(kind, priority.entry.place(), *said)

    # --- the rest -----------------------------------------------------------------------------------
    def _include(self, context: GrowingContext, entry: Entry) -> None:
        text = self._substituted(entry.value, entry)
        name, _, times = text.partition(",")
        self._unless(context.include(Include(name, times, text, entry)), Kind.INCLUDED_TWICE, entry, text)

    def _switch(self, context: GrowingContext, entry: Entry, name: str) -> None:
        text = self._substituted(entry.value, entry) if name == "switch" else entry.value
        module, _, data = text.partition("/")
        switch = Switch(module, data, name == "eswitch", entry)
        self._unless(context.switch(switch), Kind.SWITCH_TWICE, entry, text)

    def _unless(self, taken: bool, kind: Kind, entry: Entry, said: str) -> None:
        if not taken:
            self._complain(kind, entry.place(), said)

    def _substituted(self, text: str, entry: Entry) -> str:
        if "$" not in text:
            return text
        return substitute(
            text, self._variables, lambda left: self._complain(Kind.NOT_EVALUATED, entry.place(), left)
        )

    def _complain(self, kind: Kind, place: Place, *said: str) -> None:
        self.complaints.append(Complaint(kind, place, said))


def _number(context: GrowingContext, priority: str, extension: tuple[str, str | None], last: int) -> int:
    """Return the number that a priority means, 0 for one that is not registered; raise `Unreadable`."""
    if priority == "hint":
        return HINT
    if priority in {"n", "next", "s", "same"}:
        if last == _NOTHING_YET:
            raise Unreadable(Kind.NOTHING_TO_CONTINUE, priority)
        return last + (priority in {"n", "next"})
    number = number_in(priority)
    if number is None:
        name, caller = extension
        number = context.labelled(name, priority, caller)
    if number < 1:
        raise Unreadable(Kind.BAD_PRIORITY, priority)
    return number
