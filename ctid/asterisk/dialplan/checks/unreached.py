"""D142, D143: contexts and extensions that no call can come to.

Known is where calls begin: the contexts of endpoints, those that are named, those that ctid sends calls
to. From there everything is followed: includes, jumps, other channels. What a variable may mean counts as
reached. An extension of a context where nobody dials is reached only if something jumps there.
"""

from collections import defaultdict
from collections.abc import Iterator, Set

from ctid.asterisk.dialplan.checks.contract import REQUIRED
from ctid.asterisk.dialplan.checks.ground import Ground
from ctid.asterisk.dialplan.checks.targets import included
from ctid.asterisk.dialplan.checks.words import wrong
from ctid.asterisk.dialplan.lookup import Asked, candidates
from ctid.asterisk.dialplan.model import HINT, Context, Extension
from ctid.model.mistakes import Mistake

_LETS_DIAL = frozenset({"background", "waitexten"})
_BY_ITSELF = frozenset({"h", "i", "t", "T", "o", "a", "e", "fax", "talk", "failed"})  # Asterisk calls them


def contexts_reached(ground: Ground) -> Iterator[Mistake]:
    """D142: a context that nothing leads to."""
    if ground.roots:
        reached = _contexts(ground)
        for name, context in ground.dialplan.contexts.items():
            if name not in reached and (context.extensions or context.switches):
                yield wrong("D142", context.place, context=name)


def _contexts(ground: Ground) -> Set[str]:
    leads: dict[str, set[str]] = defaultdict(set)
    for way in ground.ways:
        leads[way.step.context.name] |= {each.context for each in way.arrivals}
        if way.jump.context is not None:
            leads[way.step.context.name].add(way.jump.context)
    for name, context in ground.dialplan.contexts.items():
        leads[name] |= {include.context for include in context.includes}
    reached: set[str] = set()
    waiting = set(ground.roots)
    while waiting:
        reached |= waiting
        waiting = {target for name in waiting for target in leads[name]} - reached
    return reached


def extensions_reached(ground: Ground) -> Iterator[Mistake]:
    """D143: an extension where nobody dials, and that nothing jumps to."""
    if not ground.roots:
        return
    reached, dialled = _contexts(ground), _dialled(ground)
    for name in sorted(reached - dialled):
        context = ground.dialplan.contexts.get(name)
        if context is not None:
            needed = _needed(ground, context)
            for extension in context.extensions:
                if not (_is_reached(ground, extension) or id(extension) in needed):
                    yield wrong("D143", extension.place, context=name, extension=extension.name)


def _is_reached(ground: Ground, extension: Extension) -> bool:
    only_a_hint = all(step.number == HINT for step in extension.priorities)
    return only_a_hint or extension.name in _BY_ITSELF or id(extension) in ground.entered


def _needed(ground: Ground, context: Context) -> Set[int]:
    """Return the extensions of a context that ctid sends calls to."""
    return {
        id(found.what)
        for number in REQUIRED.get(context.name, ())
        for found in candidates(ground.dialplan, context.name, Asked(number))
    }


def _dialled(ground: Ground) -> Set[str]:
    """Return the contexts where callers choose the extension, with what those include."""
    begun = {name for name in ground.roots if name not in REQUIRED}
    begun |= {"ctid-in", "ctid-phones", "ctid-refer", "ctid-studio"}
    begun |= {step.context.name for step in ground.steps if step.app in _LETS_DIAL}
    return {each for name in begun for each in included(ground.dialplan, name)}
