"""The Chromium of this machine, driven by Playwright. A browser is never downloaded by a test."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",  # the sandbox refuses to start as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WITH_A_MICROPHONE = (  # a fake one that beeps, and calls that stay on this machine
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
)


class NoChromiumError(Exception):
    """There is no browser to test with."""


def find_chromium(environ: Mapping[str, str] = os.environ) -> str:
    """Return the browser's path: CTID_CHROMIUM, else the first on PATH that can say its version."""
    named = environ.get("CTID_CHROMIUM")
    for name in [named] if named else NAMES:
        path = shutil.which(name, path=environ.get("PATH", ""))
        if path and says_version(path):
            return path
    tried = named or ", ".join(NAMES)
    raise NoChromiumError(
        f"no Chromium that runs (tried {tried}): run script/setup --test, "
        "or set CTID_CHROMIUM to the program of a Chromium or Chrome"
    )


def says_version(path: str) -> bool:
    """Say whether it is a browser, and not the stub that only tells how to install one."""
    return subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False).returncode == 0


@asynccontextmanager
async def a_browser(*more: str) -> AsyncIterator[Browser]:
    """Start a headless Chromium; it is gone afterwards."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=["--headless=new", *FLAGS, *more]
        )
        try:
            yield browser
        finally:
            await browser.close()
