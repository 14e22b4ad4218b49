"""A manager user of the laboratory's Asterisk for calls that nobody makes (ctid/asterisk/tried_calls.py)."""

from ctid.lab.switch import Switch

USER = "trial"
_SECTION = """
[{user}]
secret = {secret}
deny = 0.0.0.0/0
permit = 127.0.0.1/32
read = agi
write = originate,call
eventfilter(action(include),name(AGIExecStart)) =
"""


def with_trial_user(switch: Switch) -> None:
    """Add the user, whose secret is that of `events`, to a switch that is laid out and not yet started."""
    with (switch.run / "etc/manager.conf").open("a") as file:
        file.write(_SECTION.format(user=USER, secret=switch.plan.events_secret))
