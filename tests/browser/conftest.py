"""A real browser beside a whole live centre."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from browser_stage import chromium, desk
from centre_fixtures import centre, folder, house, prompts, sources, tools
from chromium import a_browser

__all__ = ["centre", "chromium", "desk", "folder", "house", "prompts", "sources", "tools"]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium; without one these tests fail, they are never skipped."""
    async with a_browser() as browser:
        yield browser
