"""Figures of a centre: what was measured, with stated definitions, and what theory expects. Pure."""
