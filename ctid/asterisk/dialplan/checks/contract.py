"""What ctid and its dialplan demand of each other, as data (in words: dialplan/README.md).

`REQUIRED` are the extensions that ctid sends calls to or that its verbs name, `MOVED` those of them where
it puts a caller who may come from under a watchdog. An agent's leg has none: `ctid-agent,retrieve` is not
among these.
"""

from collections.abc import Mapping

from ctid.asterisk import contract

OURS = "ctid-"

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "ctid-in": ("4001", "+864001", "taken", "ask", "again", "bad", "T"),
    "ctid-do": ("wait", "voicemail", "callback", "closed", "forward", "hangup", "i", "T"),
    "ctid-overflow": ("s",),
    "ctid-agent": ("s", "retrieve"),
    "ctid-held": ("s",),
    "ctid-after": ("s",),
    "ctid-dial": ("s",),
    "ctid-record": ("s",),
    "ctid-consult": ("s", "asks", "asked"),
    "ctid-conference": ("caller", "other"),
    "ctid-forward": ("s",),
    "ctid-refer": ("1001", "+861001", "to"),
    "ctid-fallback": ("s",),
    "ctid-members": ("1001",),
    "ctid-told": ("s",),
    "ctid-message": ("s",),
    "ctid-studio": ("en-goodbye", "zh-goodbye"),
    "ctid-callback": ("which", "number", "promise", "sorry", "agent", "customer", "parted"),
    "ctid-attempt": ("s", "leg", "twice", "h", "over"),
    "ctid-dialled": ("answered", "s", "detect", "flow", "T", contract.NO_MORE_KEY, "h"),
    "ctid-standby": ("s", "take"),
    "ctid-phones": ("*43", "1001", "+861001", "*1"),
    "ctid-desk": ("s", "ask", "T", "i", "outside", "internal", "say", "emergency", "away"),
    "ctid-refused": ("s",),
}

MOVED = frozenset(
    {
        ("ctid-do", "wait"),
        ("ctid-do", "closed"),
        ("ctid-do", "hangup"),
        ("ctid-overflow", "s"),
        ("ctid-held", "s"),
        ("ctid-after", "s"),
        ("ctid-consult", "s"),
        ("ctid-consult", "asks"),
        ("ctid-consult", "asked"),
        ("ctid-conference", "caller"),
        ("ctid-conference", "other"),
        ("ctid-forward", "s"),
        ("ctid-fallback", "s"),
        ("ctid-told", "s"),
        ("ctid-message", "s"),
        ("ctid-callback", "which"),
        ("ctid-callback", "number"),
        ("ctid-callback", "promise"),
        ("ctid-callback", "sorry"),
        ("ctid-callback", "customer"),
        ("ctid-callback", "parted"),
        ("ctid-standby", "s"),
        ("ctid-standby", "take"),
    }
)

SESSIONS = frozenset({"ivr", "dial", "feature"})  # what ctid answers over FastAGI
PROGRAMS = frozenset({"voicemail.py", "callback.py"})  # which need no ctid

WRITTEN_BY_CTID = frozenset(
    {
        *contract.OF_ALL,
        contract.ALIVE_AT,
        contract.ALIVE_SINCE,
        contract.CLOSED_UNTIL,
        contract.CLOSED_SAYS,
        contract.INTO_FLOW,
        contract.WAIT_SAYS,
        contract.SAYS,
        contract.LEADS_TO,
        contract.HELD,
        contract.NUMBER,
        contract.SHOW,
        contract.CONSULTS,
        contract.CONFERENCE,
        contract.DO,
        contract.RING,
        contract.SAY,
        contract.ATTEMPT,
        contract.DAY,
        contract.RING_FOR,
        contract.CONNECT_WITHIN,
        contract.MESSAGE,
        contract.DETECTS,
        contract.STANDBY,
        "CTID_CALLBACK",  # by callback.py
    }
)
CONFIGURED = frozenset(
    {
        "CTID_AGI",
        "CTID_EMERGENCY",
        "CTID_EMERGENCY_SHOW",
        "CTID_STALE_AFTER",
        "CTID_BACK_AFTER",
        "CTID_PRIORITY_IS_WORTH",
    }
)


def is_ours(context: str) -> bool:
    """Say whether a context is one of ctid."""
    return context.startswith(OURS)
