"""Reading what is asked outside: arguments against parameters, ways on against outcomes."""

from collections.abc import Collection, Mapping

from ctid.ivr import mistakes_outside as wrong
from ctid.ivr.flow import Mention
from ctid.ivr.outside import Signature
from ctid.ivr.reading import Fields, Reader, Term
from ctid.ivr.values import Sort
from ctid.model.document import Node

UNKNOWN = Signature({}, {})  # of whom it is not known what they take and answer: nothing is checked


def read_arguments(fields: Fields, signature: Signature, given: Collection[str] = ()) -> Mapping[str, Term]:
    """Read `with`: one value for every parameter but those that are `given` otherwise."""
    reader = fields.reader
    node = fields.members.get("with")
    pairs = reader.pairs(node) if node is not None else []
    arguments: dict[str, Term] = {}
    for name, value in pairs:
        parameter = str(name.value)
        if signature is not UNKNOWN and (parameter not in signature.parameters or parameter in given):
            reader.note(wrong.no_such_parameter(name.place, parameter, signature.parameters))
        sort = signature.parameters.get(parameter)
        secret = signature is UNKNOWN or sort is Sort.SECRET
        arguments[parameter] = reader.term(None if secret else sort, public=not secret)(value)
    for parameter in signature.parameters:
        if parameter not in (*arguments, *given, *signature.optional):
            reader.note(wrong.argument_missing(fields.place, parameter))
    return arguments


def read_ways(fields: Fields, outcomes: Collection[str] | None) -> Mapping[str, str]:
    """Read `on`: one way for every outcome; any outcomes where they are not known (None)."""
    reader = fields.reader

    def read(node: Node) -> Mapping[str, str]:
        ways = {}
        for name, target in reader.pairs(node):
            outcome = reader.outcome(name)
            if outcomes is not None and outcome not in outcomes:
                reader.note(wrong.no_such_outcome(name.place, outcome, outcomes))
            ways[outcome] = reader.target(target)
        for outcome in outcomes or ():
            if outcome not in ways:
                reader.note(wrong.outcome_without_way(node.place, outcome))
        return ways

    return fields.need("on", read, {})


def declare(reader: Reader, into: Node, signature: Signature) -> str:
    """Read `into`, and declare the variables that an answer sets."""
    prefix = reader.prefix(into)
    for values in signature.outcomes.values():
        for name, sort in values.items():
            reader.variables.sets.append((Mention(f"{prefix}.{name}", into.place), sort))
    return prefix
