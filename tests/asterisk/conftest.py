"""The fixtures of tests that place real calls (tests/stage/live_fixtures.py)."""

from live_fixtures import centre, folder, prompts, sources, tools

__all__ = ["centre", "folder", "prompts", "sources", "tools"]
