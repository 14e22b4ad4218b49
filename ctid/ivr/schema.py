"""The JSON Schema of flow files, by which editors complete keys and mark slips while they are typed.

It says the shape and no more: whether a node is reached, an action exists or an expression fits is said by
the checks, which read the file as ctid does. A test holds it against what the readers of the kinds take.
"""

from collections.abc import Mapping
from typing import Any

from ctid.ivr.functions import FUNCTIONS
from ctid.ivr.nodes import KINDS
from ctid.ivr.nodes.dial import NOT_ANSWERED
from ctid.ivr.outside import LOOKUPS
from ctid.ivr.rules import RECORD_RULES
from ctid.ivr.speech import VOCABULARIES
from ctid.ivr.spoken.vocabulary import MONEY
from ctid.ivr.values import Sort
from ctid.ivr.wording import FORMS
from ctid.model.languages import Language

Shape = Mapping[str, Any]

ID = "https://json-schema.org/draft/2020-12/schema"


def ref(name: str) -> Shape:
    """Refer to one of `_SHAPES`."""
    return {"$ref": f"#/$defs/{name}"}


def _words(*allowed: str) -> Shape:
    return {"enum": list(allowed)}


def _table(values: Shape, **keys: Any) -> Shape:
    """Describe a mapping from names to values."""
    return {"type": "object", "additionalProperties": values, **keys}


def _keys(needed: str = "", /, **properties: Shape) -> dict[str, Any]:
    """Describe a mapping of known keys; `needed` names those that must be there."""
    names = {"required": needed.split()} if needed else {}
    return {"type": "object", "properties": properties, "additionalProperties": False, **names}


_KEYED = "^[0-9*#]{1,4}$"
_TRUTH: Shape = {"type": "boolean"}
_WHOLE: Shape = {"type": "integer"}
_TARGET, _WORDS_SAID, _TERM, _SPAN = ref("target"), ref("said"), ref("term"), ref("span")
_PROMPT = ref("prompt")
_CHOICE = _keys("goto", goto=_TARGET, set=ref("assignments"))
_SKILLS = _table({"type": "integer", "minimum": 1, "maximum": 5})
_DIGITS = _keys(min=_WHOLE, max=_WHOLE, end=_words("#", "*", ""))
_ENDING = _keys(prompt=_WORDS_SAID)

_RULES: dict[str, Shape] = {
    "timeout": _SPAN,
    "digit_timeout": _SPAN,
    "barge_in": _TRUTH,
    "max_failures": {"type": "integer", "minimum": 1, "maximum": 10},
    "on_max_failures": _TARGET,
    "no_input": ref("amiss"),
    "no_match": ref("amiss"),
    "unclear": ref("amiss"),
}
_ASKING: dict[str, Shape] = {"timeout": _SPAN, "wait": _PROMPT, "on_error": _TARGET}
_WAYS = _table(_TARGET)
_PUBLIC_SORT = _words(*(sort for sort in Sort if sort is not Sort.SECRET))

_SHAPES: dict[str, Shape] = {
    "target": {"type": "string", "pattern": "^[a-z][a-z0-9_-]*$", "description": "the name of a node"},
    "span": {"type": "string", "pattern": "^([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$"},
    "key": {"type": "string", "pattern": "^[a-z0-9-]+$", "description": "a recording's key (ivr/prompts)"},
    "prompt": {"anyOf": [ref("key"), {"type": "array", "items": ref("key")}]},
    "term": {
        "type": ["string", "number", "boolean"],
        "description": f"a value, or = an expression; functions: {', '.join(sorted(FUNCTIONS))}, known",
    },
    "expression": {"type": "string", "description": "customer.tier = 'gold' and hour() < 18"},
    "word": {
        "anyOf": [
            ref("key"),
            _keys(**dict.fromkeys(FORMS, _TERM), currency=_words(*MONEY)),
        ]
    },
    "said": {"anyOf": [ref("word"), {"type": "array", "items": ref("word"), "minItems": 1}]},
    "assignments": _table(_TERM),
    "amiss": _keys(say=_PROMPT, goto=_TARGET),
    "speech": {
        "anyOf": [
            _words(*VOCABULARIES),
            _table({"type": "array", "items": {"type": "string"}, "minItems": 1}),
        ],
        "description": "what may be said: a vocabulary, or the words for each key",
    },
}

_KINDS: dict[str, Shape] = {
    "menu": _keys("prompt", prompt=_WORDS_SAID, speech=ref("speech"), **_RULES)
    | {"patternProperties": {_KEYED: _CHOICE}},
    "language": _keys("prompt", prompt=_WORDS_SAID, remembered=_TRUTH, **_RULES)
    | {"patternProperties": {_KEYED: _words(*Language)}},
    "collect": _keys(
        "prompt into",
        prompt=_WORDS_SAID, into=ref("target"), digits=_DIGITS, validate=_words("none", "luhn"),
        secret=_TRUTH, speech=ref("speech"), **_RULES,
    ),
    "authenticate": _keys(
        "prompt check on_locked",
        prompt=_WORDS_SAID, digits=_DIGITS, check={"type": "string"}, tries=_WHOLE, wrong=_WORDS_SAID,
        on_locked=_TARGET, on_error=_TARGET, **{"with": _table(_TERM)}, **_RULES,
    ),
    "record": _keys(
        "prompt into",
        prompt=_WORDS_SAID, into=ref("target"), longest=_SPAN, silence=_SPAN, end=_words("#", "*", ""),
        **{name: _RULES[name] for name in RECORD_RULES},
    ),
    "survey": _keys(
        "questions",
        questions={
            "type": "array",
            "items": _keys("prompt into", prompt=_WORDS_SAID, into=ref("target"), keys={"type": "string"}),
        },
        thanks=_WORDS_SAID, **_RULES,
    ),
    "say": _WORDS_SAID,
    "play": _TERM,
    "personal": {
        "type": "array",
        "items": _keys(
            "name when", name=ref("target"), when=ref("expression"), say=_WORDS_SAID, set=ref("assignments")
        ),
    },
    "set": ref("assignments"),
    "switch": _keys(
        "default",
        variable={"type": "string"}, cases=_WAYS, default=_TARGET,
        rules={"type": "array", "items": _keys("when goto", when=ref("expression"), goto=_TARGET)},
    ),
    "schedule": _keys("calendar open closed", calendar={"type": "string"}, open=_TARGET, closed=_TARGET),
    "subflow": _keys("flow on", flow=_TARGET, gives=_table(_PUBLIC_SORT), on=_WAYS),
    "lookup": _keys(
        "what number on",
        what=_words(*LOOKUPS), number=_TERM, into=ref("target"), on=_WAYS, **_ASKING,
    ),
    "action": _keys(
        "name on", name={"type": "string"}, into=ref("target"), on=_WAYS, **{"with": _table(_TERM)}, **_ASKING
    ),
    "webhook": _keys(
        "url on",
        url={"type": "string", "pattern": "^https?://"}, answers=_table(_PUBLIC_SORT), into=ref("target"),
        on=_WAYS, **{"with": _table(_TERM)}, **_ASKING,
    ),
    "dial": _keys(
        "number on_failed",
        number=_TERM, ring=_SPAN, on=_keys(**dict.fromkeys(NOT_ANSWERED, _TARGET)), on_failed=_TARGET,
    ),
    "queue": _keys(
        "name on_refused",
        name={"type": "string"}, skills=_SKILLS, skills_by_language=_table(_SKILLS), priority=_WHOLE,
        last_agent=_SPAN,
        on_refused=_TARGET,
    ),
    "transfer": _keys("number on_refused", number=_TERM, prompt=_WORDS_SAID, on_refused=_TARGET),
    "voicemail": _ENDING,
    "callback": _ENDING,
    "closed": _ENDING,
    "hangup": _ENDING,
    "return": {"type": "string"},
}  # fmt: skip


def schema() -> dict[str, Any]:
    """Return the schema of version 1."""
    nodes = {"oneOf": [_node(kind) for kind in KINDS]}
    return {
        "$schema": ID,
        "title": "ctid: a flow",
        "type": "object",
        "required": ["version", "flow", "languages", "start", "nodes"],
        "additionalProperties": False,
        "properties": {
            "version": {"const": 1},
            "flow": _TARGET,
            "languages": {"type": "array", "items": _words(*Language), "minItems": 1},
            "zone": {"type": "string"},
            "takes": _table(_words(*Sort)),
            "returns": {"type": "array", "items": {"type": "string"}, "minItems": 1},
            "defaults": _keys(**_RULES, outside=_keys(**_ASKING), skills_by_language=_table(_SKILLS)),
            "start": _TARGET,
            "nodes": {"type": "object", "additionalProperties": nodes},
        },
        "$defs": _SHAPES,
    }


def _node(kind: str) -> Shape:
    onward = {"next": _TARGET} if KINDS[kind].goes_on else {}
    return _keys(" ".join([kind, *onward]), **{kind: _KINDS[kind]}, **onward)
