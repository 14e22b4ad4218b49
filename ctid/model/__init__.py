"""The words of the centre: values that every other folder speaks and none of them changes.

Nothing here waits, reads a clock, draws a random number or knows what Asterisk is.
"""
