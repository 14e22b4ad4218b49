"""Callers who are not there: a flow is followed by the interpreter that answers real calls, on a virtual
clock.

Read `trial.py` for one call, `scenario.py` for calls that are written down as tests, `explore.py` for all
that callers could do.
"""
