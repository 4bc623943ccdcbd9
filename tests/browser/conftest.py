"""Browser tests of the platform: a live server over the test's own database, and Chromium."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.live import Live
from platform_fixtures import database, server

__all__ = ["chromium", "database", "live", "server"]

CHROMIUM = Path("/usr/bin/chromium")
# Playwright's loop runs in this thread; the tests' own queries run in it too, one after the other.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def live(database: str) -> Iterator[Live]:
    """Give a running platform over a fresh clone."""
    with Live() as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Give a browser, or skip where there is none."""
    if not CHROMIUM.exists():
        pytest.skip("no Chromium at /usr/bin/chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        started.close()
