"""Automatic call distribution: what agents do, who waits, and who gets whom."""
