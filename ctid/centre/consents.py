"""Rules about what people say of being called: it is written down, and holds from the next decision on.

A word is of a number, whoever the lead is and whichever list brought them: who takes consent back is called
by no campaign, from leads that were read long before and from lists that come later.
"""

from dataclasses import replace
from datetime import datetime

from ctid.centre import condition, do_not_call
from ctid.centre.world import World
from ctid.model.commands import NoteConsent
from ctid.model.consents import Word
from ctid.model.do_not_call import DoNotCall
from ctid.model.effects import Keep
from ctid.model.events import EventKind
from ctid.model.ids import OFFER_PREFIX, WORD_PREFIX
from ctid.model.phone import read_number
from ctid.model.reasons import Reason


def note(world: World, command: NoteConsent, now: datetime) -> Reason | None:
    """Write down what a supervisor or a program has been told."""
    number = read_number(command.number, world.site.region)
    if number is None:
        return Reason("not_a_number", {"number": command.number})
    if command.at is not None and command.at > now:
        return Reason("not_said_yet", {"at": f"{command.at:%Y-%m-%d %H:%M}"})
    if (unable := condition.forbids_promises(world)) is not None:
        return unable
    at = command.at or now
    write(world, Word(number.e164, at, command.given, command.source, command.proof, command.who), now)
    return None


def never_again(world: World, said: Word, why: str, now: datetime) -> None:
    """Put who said it on the centre's own do-not-call list, and write down that they take consent back."""
    do_not_call.enter(world, DoNotCall(said.number, True, said.who, now, why))
    write(world, said, now)


def write(world: World, word: Word, now: datetime) -> None:
    """Add a word to the ledger, and let whoever dials know."""
    id = WORD_PREFIX + world.new_offer_id().removeprefix(OFFER_PREFIX)
    word = replace(word, noted_at=now, id=id)
    world.ask(Keep(word))
    if world.dials.sources is not None:
        world.dials.sources.law.said(word)
    number, who, source = word.number, word.who, word.source
    if word.given:
        world.tell(EventKind.CONSENT_GIVEN, now, number=number, who=who, source=source)
    else:
        world.tell(EventKind.CONSENT_REVOKED, now, number=number, who=who, source=source)
