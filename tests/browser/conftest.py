"""Real calls taken in a real browser: the stage of tests/asterisk, and Chromium before it."""

from browser_stage import chromium, desk
from live_fixtures import centre, folder, prompts, sources, tools

__all__ = ["centre", "chromium", "desk", "folder", "prompts", "sources", "tools"]
