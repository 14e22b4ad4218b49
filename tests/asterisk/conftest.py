"""The fixtures of tests that place real calls (tests/stage/centre_fixtures.py)."""

from centre_fixtures import centre, folder, house, prompts, sources, tools

__all__ = ["centre", "folder", "house", "prompts", "sources", "tools"]
