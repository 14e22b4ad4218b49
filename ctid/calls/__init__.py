"""What the switch reports, folded into calls: who hears whom, and the timed slices of an interaction."""
