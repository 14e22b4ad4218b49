"""Asterisk's configuration files as such: sections, templates, includes (main/config.c).

What is odd here is Asterisk's own, and is proven against it:

- A mistake that ends an included file ends no more than that; in the first file it ends everything.
- An included file goes on in the section that was opened last, wherever; after it the file that included
  goes on in the section it was in itself.
- `[a](+)` goes on in the first section of that name, in any case; `[a]` alone begins another.
- What the same words include once more is shown as `words~~1`, `words~~2`.
- `name += text` lengthens the last setting of that name; what it replaces is the first with its name and
  value.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from ctid.asterisk.dialplan.complaints import Complaint, Kind
from ctid.asterisk.dialplan.lines import BLANKS, Counting, Line, clip
from ctid.asterisk.dialplan.source import Source
from ctid.model.mistakes import Place

_DEEPEST = 10  # files within files
_LONGEST_NAME = 79  # bytes
_OTHER_LANGUAGES = (".ael", ".lua")


@dataclass(frozen=True, slots=True)
class Entry:
    """A setting: `name = value`. The value begins at line.text[at]."""

    name: str
    value: str
    line: Line
    at: int

    @property
    def told(self) -> str:
        """Where it stands, as Asterisk prints it."""
        file, number = self.line.told
        return f"{PurePosixPath(file).name}:{number}"

    def place(self, offset: int = 0) -> Place:
        """Say where value[offset] stands."""
        return self.line.place(self.at + offset)

    def name_place(self) -> Place:
        """Say where the name stands."""
        return self.line.place()


@dataclass(slots=True)
class Section:
    """A section and its settings, in order, with those that it inherited."""

    name: str
    line: Line
    template: bool = False
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A configuration file with all that it includes. `whole` is False if Asterisk would refuse it."""

    sections: Sequence[Section]
    files: Mapping[str, bytes]
    complaints: Sequence[Complaint]
    whole: bool


class _Ended(Exception):
    """A mistake that ends the file."""

    def __init__(self, kind: Kind, place: Place, *said: str) -> None:
        self.complaint = Complaint(kind, place, said)


def read_config(source: Source, name: str) -> ConfigFile:
    """Read the configuration file by that name. Without it, the result is not whole."""
    reading = _Reading(source)
    whole = reading.include(name)
    complaints = tuple(dict.fromkeys(reading.complaints))
    return ConfigFile(tuple(reading.sections), reading.files, complaints, whole)


class _Reading:
    def __init__(self, source: Source) -> None:
        self.sections: list[Section] = []
        self.files: dict[str, bytes] = {}
        self.complaints: list[Complaint] = []
        self._source = source
        self._current: Section | None = None  # where an included file goes on
        self._level = 0
        self._included: dict[str, int] = {}  # how often, by the pattern or the name it got

    def include(self, pattern: str, shown: str = "") -> bool:
        """Read all files that `pattern` finds; say whether there was one, and none of them the first to
        fail.
        """
        if self._level == _DEEPEST:
            return False
        self._level += 1
        counting = Counting(shown)
        found = 0
        whole = True
        section = self._current
        for name in self._source.find(pattern):
            content = self._source.read(name)
            if content is None:
                continue
            found += 1
            self.files[name] = content
            whole, section = self._file(counting.lines(name, content), section)
            if counting.depth > 0:
                self.complain(Kind.COMMENT_OPEN, Place(name, counting.opened, 1))
            if not whole:
                break
        self.complaints.extend(Complaint(Kind.TOO_LONG, place) for place in counting.too_long)
        self.complaints.extend(Complaint(Kind.COMMENT_END, place) for place in counting.stray)
        self._level -= 1
        return bool(found) and (whole or self._level > 0)

    def complain(self, kind: Kind, place: Place, *said: str) -> None:
        self.complaints.append(Complaint(kind, place, said))

    def _file(self, lines: Iterator[Line], section: Section | None) -> tuple[bool, Section | None]:
        try:
            for line in lines:
                if line.text[0] == "[":
                    section = self._section(line)
                elif line.text[0] == "#":
                    self._directive(line)
                else:
                    self._setting(line, section)
        except _Ended as ended:
            self.complaints.append(ended.complaint)
            return False, section
        return True, section

    # --- [name](options) ----------------------------------------------------------------------------
    def _section(self, line: Line) -> Section:
        close = line.text.find("]")
        if close < 0:
            raise _Ended(Kind.SECTION_OPEN, line.place())
        section = Section(clip(line.text[1:close], _LONGEST_NAME), line)
        if not line.text.startswith("(", close + 1):
            self.sections.append(section)
            self._current = section
            return section
        end = line.text.find(")", close)
        if end < 0:
            raise _Ended(Kind.SECTION_OPEN, line.place(close + 1))
        return self._options(section, line.text[1:close], close + 2, end)

    def _options(self, section: Section, name: str, begin: int, end: int) -> Section:
        added = False  # to a section that was there
        at = begin
        for option in section.line.text[begin:end].split(","):
            place = section.line.place(at)
            at += len(option) + 1
            if option == "!":
                section.template = True
            elif option.startswith("+"):
                new, section = section, self._find(name, option[1:], place)
                if not added:
                    section.template |= new.template
                    section.entries.extend(new.entries)
                added = True
            else:
                section.entries.extend(self._find(option, "TEMPLATES=include", place).entries)
        if not added:
            self.sections.append(section)
        self._current = section
        return section

    def _find(self, name: str, condition: str, place: Place) -> Section:
        for section in self.sections:
            if (not name or _same(section.name, name)) and _fulfils(section, condition):
                return section
        raise _Ended(Kind.NO_SUCH_SECTION, place, name)

    # --- #include and the like ----------------------------------------------------------------------
    def _directive(self, line: Line) -> None:
        word = re.split(r"[\x00-\x20\x80-\uffff]", line.text[1:], maxsplit=1)[0]
        rest = line.text[len(word) + 2 :]
        argument = rest.strip(BLANKS)
        place = line.place(len(word) + 2 + len(rest) - len(rest.lstrip(BLANKS)) if argument else 0)
        kind = word.lower()
        if kind not in {"include", "tryinclude", "exec"}:
            self.complain(Kind.UNKNOWN_DIRECTIVE, line.place(), word)
        elif not argument:
            self.complain(Kind.NO_ARGUMENT, line.place(), word)
        elif kind == "exec":
            self.complain(Kind.EXEC, place, argument)
        else:
            self._include(_unquoted(argument), place, must=kind == "include")

    def _include(self, pattern: str, place: Place, *, must: bool) -> None:
        if pattern.endswith(_OTHER_LANGUAGES):
            self.complain(Kind.OTHER_LANGUAGE, place, pattern)
        if not self.include(pattern, self._again(pattern)) and must:
            raise _Ended(Kind.NO_SUCH_FILE, place, pattern)

    def _again(self, pattern: str) -> str:
        """Return the name under which Asterisk shows what is included once more."""
        name = pattern
        while name in self._included:
            self._included[pattern] += 1
            name = f"{pattern}~~{self._included[pattern]}"
        self._included[name] = 0
        return name if name != pattern else ""

    # --- name = value -------------------------------------------------------------------------------
    def _setting(self, line: Line, section: Section | None) -> None:
        if section is None:
            raise _Ended(Kind.NO_SECTION, line.place())
        text = line.text
        escaped = text.startswith("\\")
        if escaped and not "!" <= text[1:2] <= "\x7f":
            raise _Ended(Kind.BAD_ESCAPE, line.place())
        equals = text.find("=", 2 * escaped)
        if equals < 0:
            self.complain(Kind.NO_EQUALS, line.place())
            return
        adds = equals > 2 * escaped and text[equals - 1] == "+"
        name = text[escaped : equals - adds].strip(BLANKS)
        begin = equals + 1 + (not adds and text.startswith(">", equals + 1))
        if adds and (last := _last(section.entries, name)) is not None:
            first = _first(section.entries, section.entries[last])
            value = (section.entries[last].value + text[begin:]).strip(BLANKS)
            section.entries[first] = replace(
                section.entries[first], name=section.entries[last].name, value=value
            )
            return
        value = text[begin:].strip(BLANKS)
        if not name:
            self.complain(Kind.NO_NAME, line.place())
            return
        at = begin + len(text[begin:]) - len(text[begin:].lstrip(BLANKS))
        section.entries.append(Entry(name, value, line, at))


def _last(entries: Sequence[Entry], name: str) -> int | None:
    return next((index for index in reversed(range(len(entries))) if entries[index].name == name), None)


def _first(entries: Sequence[Entry], old: Entry) -> int:
    """Find what Asterisk replaces: the first of that name and value, of any value if that is empty."""
    same = (
        _same(each.name, old.name) and (not old.value or _same(each.value, old.value)) for each in entries
    )
    return next(index for index, found in enumerate(same) if found)


def _same(one: str, other: str) -> bool:
    """Compare as strcasecmp(3) does in the C locale."""
    return one == other or _folded(one) == _folded(other)


def _folded(text: str) -> bytes:
    return text.encode(errors="surrogateescape").lower()


def _fulfils(section: Section, condition: str) -> bool:
    """Say whether a section fulfils `a=b&c=d`; templates only count where TEMPLATES asks for them."""
    template_ok = not section.template
    for one in re.split("[,&]", condition) if condition else ():
        name, equals, value = (part.strip(BLANKS) for part in one.partition("="))
        if not equals:
            return False
        if name != "TEMPLATES":
            if not any(
                re.search(name, each.name) and re.search(value, each.value) for each in section.entries
            ):
                return False
        elif value.lower() == "restrict" and not section.template:
            return False
        else:
            template_ok = True
    return template_ok


def _unquoted(argument: str) -> str:
    closing = {'"': '"', "<": ">"}.get(argument[0])
    return argument[1:-1] if closing and argument.endswith(closing) else argument
