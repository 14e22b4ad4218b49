"""Calling people: how many lines to open now, whom to call next, and whether that is allowed."""
