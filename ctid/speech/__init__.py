"""Recognising what callers say: one recogniser a file, behind `ctid.asterisk.ears.Ears`.

A recogniser is the function that makes a `Recogniser` (recognising.py) and a line in `RECOGNISERS`. It runs
in a process of its own (booth.py): it reckons for a tenth of a second at a time, and the daemon must not
wait.
"""
