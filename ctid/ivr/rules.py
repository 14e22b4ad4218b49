"""What a flow says once for all its nodes: the `defaults` block, and any of it given anew in a node.

defaults:
  timeout: 5s                     # from the end of the prompt to the first key
  digit_timeout: 2s               # between keys
  barge_in: true                  # a key cuts the prompt short
  max_failures: 3                 # bad entries before giving up, 1–10
  on_max_failures: to_agent       # where giving up leads
  no_input: {say: no-input}       # then ask again; or {goto: node}
  no_match: {say: invalid-choice}
  outside: {timeout: 4s, wait: please-wait, on_error: to_agent}    # for lookup, action, webhook
  skills_by_language: {zh: {mandarin: 1}, en: {english: 1}}    # what every queue asks of agents
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from ctid.ivr import mistakes
from ctid.ivr.inputs import Amiss, InputRules
from ctid.ivr.outside import AskRules
from ctid.ivr.reading import Fields, Reader
from ctid.model.document import Node
from ctid.model.ids import SkillName
from ctid.model.languages import Language

RULES = (
    *("timeout", "digit_timeout", "barge_in", "max_failures", "on_max_failures"),
    *("no_input", "no_match", "unclear"),
)
RECORD_RULES = ("max_failures", "on_max_failures", "no_input")  # of an entry that is spoken
MOST_FAILURES = 10
UNREAD = "?"  # a target that is given but no text: told once, where it stands, and not in every node

ASK_RULES = ("timeout", "wait", "on_error")
SHORTEST_ASK, LONGEST_ASK = timedelta(milliseconds=200), timedelta(seconds=30)

BUILT_IN = InputRules(on_max_failures="")
BUILT_IN_ASKING = AskRules(on_error="")

SkillsByLanguage = Mapping[Language, Mapping[SkillName, int]]


@dataclass(frozen=True, slots=True)
class Defaults:
    """The block as read; `rules.on_max_failures` and `asking.on_error` are "" where they are not given."""

    rules: InputRules = BUILT_IN
    asking: AskRules = BUILT_IN_ASKING
    skills_by_language: SkillsByLanguage = field(default_factory=dict)


def read_defaults(node: Node, reader: Reader) -> Defaults:
    """Read the block."""
    fields = reader.fields(node, *RULES, "outside", "skills_by_language")
    return Defaults(
        rules=_rules(fields, BUILT_IN),
        asking=fields.may(
            "outside",
            lambda value: _asking(reader.fields(value, *ASK_RULES), BUILT_IN_ASKING),
            BUILT_IN_ASKING,
        ),
        skills_by_language=fields.may(
            "skills_by_language", lambda value: read_skills_by_language(value, reader), {}
        ),
    )


def read_rules(fields: Fields, default: InputRules) -> InputRules:
    """Read the rules of one node over the flow's; a node without a way after failing is a mistake."""
    rules = _rules(fields, default)
    if not rules.on_max_failures:
        fields.reader.note(mistakes.no_way_after_failures(fields.place))
    return rules


def _rules(fields: Fields, default: InputRules) -> InputRules:
    reader = fields.reader
    span = reader.span(timedelta(milliseconds=200), timedelta(seconds=60))
    return InputRules(
        on_max_failures=fields.may(
            "on_max_failures", lambda node: reader.target(node) or UNREAD, default.on_max_failures
        ),
        timeout=fields.may("timeout", span, default.timeout),
        digit_timeout=fields.may("digit_timeout", span, default.digit_timeout),
        barge_in=fields.may("barge_in", reader.truth, default.barge_in),
        max_failures=fields.may("max_failures", reader.integer(1, MOST_FAILURES), default.max_failures),
        no_input=fields.may("no_input", lambda node: _read_amiss(node, reader), default.no_input),
        no_match=fields.may("no_match", lambda node: _read_amiss(node, reader), default.no_match),
        unclear=fields.may("unclear", lambda node: _read_amiss(node, reader), default.unclear),
    )


def read_asking(fields: Fields, default: AskRules, keys: Sequence[str] = ASK_RULES) -> AskRules:
    """Read how one node asks outside, over the flow's rules; one without a way on errors is a mistake.

    `keys` are those of the rules that the node may give anew: elsewhere `timeout` has another meaning.
    """
    rules = _asking(
        replace(fields, members={key: fields.members[key] for key in keys if key in fields.members}), default
    )
    if not rules.on_error:
        fields.reader.note(mistakes.no_way_on_error(fields.place))
    return rules


def _asking(fields: Fields, default: AskRules) -> AskRules:
    reader = fields.reader
    return AskRules(
        on_error=fields.may("on_error", lambda node: reader.target(node) or UNREAD, default.on_error),
        timeout=fields.may("timeout", reader.span(SHORTEST_ASK, LONGEST_ASK), default.timeout),
        wait=fields.may("wait", reader.prompts, default.wait),
    )


def _read_amiss(node: Node, reader: Reader) -> Amiss:
    fields = reader.fields(node, "say", "goto")
    if len(fields.members) > 1:
        reader.note(mistakes.not_both(node.place, "say", "goto"))
    return Amiss(say=fields.may("say", reader.prompts, ()), goto=fields.may("goto", reader.target, None))


def read_skills(node: Node, reader: Reader) -> Mapping[SkillName, int]:
    """Read skill → least level (1–5)."""
    level = reader.integer(1, 5)
    return {SkillName(reader.skill(name)): level(value) for name, value in reader.pairs(node)}


def read_skills_by_language(node: Node, reader: Reader) -> SkillsByLanguage:
    """Read language → skills."""
    return {reader.language(name): read_skills(value, reader) for name, value in reader.pairs(node)}
