"""Chromium for the tests of the rehearsal page.

All tests and async fixtures of this folder share one event loop, because they share one browser:
write `@pytest_asyncio.fixture(loop_scope="session")` for a fixture of your own.
"""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from tests.browser.stage import Stage
from tests.support.scripted_bot import ScriptedBot, rehearsal
from tests.support.teams_page import OpenTeams, TeamsPage
from tests.support.waiting import SOON

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "sandbox" / "teams" / "page"

expect.set_options(timeout=SOON * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here is a browser test and runs in the session's loop."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


def missing() -> str:
    """What a browser test lacks on this machine, or nothing."""
    if shutil.which("chromium") is None:
        return "no Chromium on the path (Debian: apt-get install chromium)"
    if not (PAGE / "node_modules" / "adaptivecards").exists():
        return "no JavaScript packages (make .venv/ready)"
    return ""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium. Without one the tests are skipped; in CI they fail."""
    reason = missing()
    if reason and os.environ.get("CI"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=QUIET
        )
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_teams(browser: Browser) -> AsyncIterator[OpenTeams]:
    """Opens the page, each time with a fresh memory. A script error on the page fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    async def opened(url: str, persona: str = "alex", query: str = "", **options: Any) -> TeamsPage:
        options.setdefault("viewport", {"width": 1100, "height": 900})
        context = await browser.new_context(locale="en-US", timezone_id="UTC", **options)
        context.set_default_timeout(SOON * 1000)
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return await TeamsPage(page, url).open(persona, query)

    yield opened
    for context in contexts:
        await context.close()
    assert errors == []


@pytest_asyncio.fixture(loop_scope="session")
async def stage(open_teams: OpenTeams) -> AsyncIterator[Stage]:
    bot = ScriptedBot()
    async with rehearsal(bot, invoke_timeout=2.0) as url:
        yield Stage(bot, url, open_teams)
