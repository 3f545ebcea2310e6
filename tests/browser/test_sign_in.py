"""The card that asks to sign in, and the window that it opens."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, expect

from tests.browser.stage import Stage, until
from tests.support.scripted_bot import Json, card, execute, replaced_by, text
from tests.support.teams_page import TeamsPage

OAUTH = "application/vnd.microsoft.card.oauth"

#: What a bot's last page does; "End" and "Give up" are pressed by the test.
LAST_PAGE = """<!doctype html><title>Signed in</title>
<script src="{library}" defer></script>
<button onclick="microsoftTeams.authentication.notifySuccess('ABCD-2345')">End</button>
<button onclick="microsoftTeams.authentication.notifyFailure('denied')">Give up</button>"""

Opened = Callable[[], Awaitable[Page]]


@asynccontextmanager
async def window_of(library: str) -> AsyncIterator[str]:
    """The bot's last page on a server of its own, for it is not the rehearsal's."""

    async def page(_: web.Request) -> web.Response:
        return web.Response(text=LAST_PAGE.format(library=library), content_type="text/html")

    app = web.Application()
    app.router.add_get("/auth/start", page)
    async with TestServer(app) as server:
        yield str(server.make_url("/auth/start"))


@pytest_asyncio.fixture(loop_scope="session")
async def window(stage: Stage) -> AsyncIterator[str]:
    async with window_of(f"{stage.url}/page/vendor/teams-js-stand-in.js") as url:
        yield url


def oauth(url: str) -> Json:
    button = {"type": "signin", "title": "Sign in", "value": url}
    return {"text": "Please sign in to go on.", "connectionName": "self", "buttons": [button]}


async def asked(stage: Stage, url: str) -> TeamsPage:
    """Open the page as Alex with the card in the chat."""
    teams = await stage.open(stage.url)
    attachment = {"contentType": OAUTH, "content": oauth(url)}
    await stage.post({"type": "message", "attachments": [attachment]})
    await teams.sees("Please sign in to go on.")
    return teams


async def pressed(teams: TeamsPage, title: str) -> None:
    """Open the window and press a button there."""
    async with teams.page.expect_popup() as opening:
        await teams.column.get_by_role("button", name="Sign in", exact=True).click()
    popup = await opening.value
    # Before its script is there, a press of these buttons does nothing.
    await popup.wait_for_load_state()
    async with popup.expect_event("close"):
        # The window may be gone before the browser has answered the click.
        with suppress(PlaywrightError):
            await popup.get_by_role("button", name=title).click()


def states(stage: Stage) -> list[Any]:
    return [a["value"].get("state") for a in stage.bot.invoked()]


async def test_the_window_brings_its_code_to_the_bot(stage: Stage, window: str) -> None:
    stage.bot.invokes["signin/verifyState"] = lambda _: web.Response()
    teams = await asked(stage, window)
    await pressed(teams, "End")
    await until(lambda: states(stage) == ["ABCD-2345"])


async def test_a_window_given_up_is_told_and_may_be_opened_again(stage: Stage, window: str) -> None:
    stage.bot.invokes["signin/verifyState"] = lambda _: web.Response()
    teams = await asked(stage, window)
    await pressed(teams, "Give up")
    await teams.sees("You did not sign in.")
    assert states(stage) == ["CancelledByUser"]
    await pressed(teams, "End")
    await until(lambda: states(stage) == ["CancelledByUser", "ABCD-2345"])


async def test_a_closed_window_counts_as_given_up(stage: Stage, window: str) -> None:
    stage.bot.invokes["signin/verifyState"] = lambda _: web.Response()
    teams = await asked(stage, window)
    async with teams.page.expect_popup() as opening:
        await teams.column.get_by_role("button", name="Sign in", exact=True).click()
    await (await opening.value).close()
    await teams.sees("You did not sign in.")
    assert states(stage) == ["CancelledByUser"]


async def test_a_press_waits_for_the_window_and_is_repeated(stage: Stage, window: str) -> None:
    login = {
        "statusCode": 401,
        "type": "application/vnd.microsoft.activity.loginRequest",
        "value": oauth(window),
    }
    answers: list[Json] = [login, replaced_by(card(text("Done as you")))]
    stage.bot.verbs["go"] = lambda _: answers.pop(0)
    teams = await stage.show(card(text("Home"), actions=(execute("Go", "go"),)))
    await teams.click("Go")
    await teams.sees("Please sign in to go on.")
    await pressed(teams, "End")
    await teams.sees("Done as you")
    assert states(stage) == [None, "ABCD-2345"]


async def test_an_address_that_is_none_opens_nothing(stage: Stage) -> None:
    stage.bot.invokes["signin/verifyState"] = lambda _: web.Response()
    teams = await asked(stage, "javascript:alert(1)")
    await teams.column.get_by_role("button", name="Sign in", exact=True).click()
    await teams.sees("You did not sign in.")
    await expect(teams.page.get_by_text("alert")).to_have_count(0)
