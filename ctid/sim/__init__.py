"""A day of the centre on a virtual clock: pretend callers, agents and switch round the real rules.

`Day` feeds the very `Centre` that the daemon runs, by its two methods `handle` and `next_deadline`, and
carries out what it asks for. All chance comes from one source that is passed in, so a day can be played
again.

`dialing/` is a floor that calls out, round any controller of pacing; it knows nothing of the centre.
"""
