"""Whom to call next: call-backs, lists by their shares, lanes in turn, and what becomes of who was called."""
