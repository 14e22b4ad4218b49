"""Messages that callers left with Asterisk, handed over to the centre: each once, whatever dies meanwhile.

The scripts in agi_scripts take a message with ctid alive or dead and leave a note (and a sound) in the spool.
From there three things have to happen, in three places that cannot be changed in one step: the sound must lie
in our own folder, the message must have its row in the database, and the spool must be empty again. Their
order makes every crash harmless:

    1. is there a row already?   yes → 4
    2. the sound is copied into our folder (under another name, synced, then renamed)
    3. the message is reported; the centre takes it over and its row is committed. Nothing waits for that:
       the next look begins at 1, and finds the row or not
    4. the sound, then the note, are removed from the spool

    dies after   lies about                         the next look
    nothing      note, sound                        does all of it
    half of 2    note, sound, half a copy           copies again over it
    2            note, sound, copy                  copies again the same bytes to the same name, reports
    3, no row    note, sound, copy                  the same; a row that was not committed never was
    3, row       note, sound, copy, row             only 4
    half of 4    note, copy, row                    only the rest of 4

*Nothing is lost:* what is in the spool is removed only once there is a row, a row comes only of a report,
and a report comes only after the copy. *Nothing is doubled:* the id of a message is made of its call's, so a
second report is of the same message: before the row is committed the centre still has it in memory; after
that step 1 finds it, whatever has become of it since (somebody may have closed it). *Who hears of a message
can listen to it,* because the copy comes first. While the database is away nobody knows whether there is a
row; notes wait.

A begun note (`.part`) whose script died before it published it is taken after `ABANDONED`, if it has a sound.
What is no note is put aside into `refused/`, for a person to look at; it is never deleted.
"""

import asyncio
import logging
import os
import shutil
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from ctid.asterisk.notes import LARGEST, ForeignNoteError, Note, read_note
from ctid.asterisk.strange_files import StrangeFileError, length_of, mend_length, open_plain, sync_folder
from ctid.model.ids import NodeId
from ctid.model.messages import MessageId, MessageKind
from ctid.model.reports import MessageLeft

log = logging.getLogger(__name__)

FOLDER, REFUSED = "ctid-voicemail", "refused"
ABANDONED = timedelta(minutes=15)  # longer than any script may take
LARGEST_SOUND = 64 * 1024 * 1024  # bytes; two minutes are 2 MB
AT_ONCE = 200  # notes in one look

Known = Callable[[MessageId], Awaitable[bool | None]]
"""Says whether a message has its row in the database; None when nobody knows just now."""


@dataclass
class HandOver:
    """Looks into one Asterisk's spool. `media` is our own folder of sounds."""

    spool: Path
    media: Path
    node: NodeId
    report: Callable[[MessageLeft], None]
    known: Known
    clock: Callable[[], datetime]
    _told: set[str] = field(default_factory=set)  # troubles that are in the log already

    async def run(self, every: float = 3.0, soon: float = 0.3) -> None:
        """Look at once and again and again, sooner while something waits for its row; until cancelled."""
        while True:
            waits = await self.look()
            await asyncio.sleep(soon if waits else every)

    async def look(self) -> bool:
        """Take every note one step further; say whether one waits for its row."""
        waits = False
        for file, note in await asyncio.to_thread(lambda: list(islice(self._notes(), AT_ONCE))):
            known = await self.known(note.id(self.node))
            if known is None:
                return False  # the database is away: not so soon again
            try:
                if known:
                    await asyncio.to_thread(self._clear, file, note)
                else:
                    self.report(await asyncio.to_thread(self._copied, note))
                    waits = True
            except StrangeFileError as error:
                await asyncio.to_thread(self._put_aside, file, f"its sound: {error}")
            except OSError as error:
                self._tell(file.name, "the message %a cannot be handed over: %s", file.name, error)
        return waits

    # --- steps, each of which blocks -------------------------------------------------------------------
    def _notes(self) -> Iterator[tuple[Path, Note]]:
        """Read what lies in the spool; what is no note is put aside."""
        folder = self.spool / FOLDER
        try:
            names = sorted(
                entry.name for entry in os.scandir(folder) if entry.name.endswith((".json", ".part"))
            )
        except FileNotFoundError:
            return
        except OSError as error:
            self._tell(str(folder), "messages cannot be collected from %s: %s", folder, error)
            return
        for name in names:
            file = folder / name
            try:
                if file.suffix == ".json" or self._abandoned(file):
                    with open_plain(file, LARGEST) as stream:
                        content = stream.read(LARGEST)
                    yield file, read_note(file.stem, content, self.clock())
            except (ForeignNoteError, StrangeFileError) as error:
                self._put_aside(file, str(error))
            except OSError as error:
                self._tell(name, "the note %a cannot be read: %s", name, error)

    def _abandoned(self, part: Path) -> bool:
        """Say whether a script died after it had recorded something; what it only began goes."""
        if self.clock().timestamp() - part.lstat().st_mtime <= ABANDONED.total_seconds():
            return False
        if not os.path.lexists(part.with_suffix(".wav")):
            part.unlink()
            return False
        return True

    def _copied(self, note: Note) -> MessageLeft:
        """Copy the sound into our own folder and say what was left."""
        source = self._sound(note)
        if source is None:
            return note.left(self.node)
        self.media.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{note.id(self.node)}.wav".replace(":", "-")
        half = self.media / f".{name}.part"
        with open_plain(source, LARGEST_SOUND) as sound, half.open("w+b") as copy:
            shutil.copyfileobj(sound, copy)
            mend_length(copy)
            copy.flush()
            os.fsync(copy.fileno())
        half.rename(self.media / name)
        sync_folder(self.media)
        return note.left(self.node, sound=name, duration=length_of(self.media / name))

    def _sound(self, note: Note) -> Path | None:
        file = self.spool / FOLDER / f"{note.stem}.wav"
        return file if note.kind is MessageKind.VOICEMAIL and os.path.lexists(file) else None

    def _clear(self, file: Path, note: Note) -> None:
        """Empty the spool of a message; the note goes last, because it is what is looked for."""
        sound = self._sound(note)
        if sound is not None:
            sound.unlink()
        file.unlink()
        log.info("message %s was taken over", note.id(self.node))

    def _put_aside(self, file: Path, why: str) -> None:
        aside = file.parent / REFUSED
        try:
            aside.mkdir(exist_ok=True)
            for one in (file.with_suffix(".wav"), file):
                if os.path.lexists(one):
                    one.rename(aside / one.name)
        except OSError as error:
            self._tell(file.name, "%a cannot be put aside: %s", file.name, error)
        else:
            log.warning("%a is no note of a message: %s", file.name, why)

    def _tell(self, about: str, words: str, *more: object) -> None:
        """Log a trouble once, not at every look."""
        if about not in self._told:
            self._told.add(about)
            log.warning(words, *more)
