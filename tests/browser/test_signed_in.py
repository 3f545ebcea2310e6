"""The whole loop of signing in, in a real browser, with everything signed as in a real tenant."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from cryptography.fernet import Fernet
from playwright.async_api import Page, expect
from pydantic import SecretStr

from tests.browser import walks
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.teams_page import OpenTeams, TeamsPage
from tests.support.waiting import SOON

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]


@pytest_asyncio.fixture(loop_scope="session")
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, signed=True) as opened:
        yield opened


async def window(teams: TeamsPage) -> Page:
    """Open the sign-in window."""
    async with teams.page.expect_popup() as opening:
        await teams.column.get_by_role("button", name="Sign in", exact=True).last.click()
    return await opening.value


async def test_alex_is_signed_in_silently_and_removes_as_himself(
    env: BotFixture, open_teams: OpenTeams
) -> None:
    teams = await open_teams(env.sandbox_url)
    await walks.begin(teams, "By product")
    await walks.choose_products(teams, "Office 365 E3")
    await teams.fill("Or paste a list", "former@contoso.example")
    await walks.preview(teams)
    await env.control("entra/people/alex/revoke", {})
    await walks.remove(teams)
    await teams.sees_in_card("1 license removed")
    assert walks.OFFICE_E3 not in await env.direct("former@contoso.example")


async def test_a_session_revoked_in_mid_run_pauses_it_and_the_window_lets_it_go_on(
    env: BotFixture, open_teams: OpenTeams
) -> None:
    teams = await open_teams(env.sandbox_url)
    await walks.begin(teams, "By product")
    await walks.choose_products(teams, "Office 365 E3")
    await teams.fill("Or paste a list", walks.THREE)
    await walks.preview(teams)
    await walks.tick_all(teams)
    slow = {"method": "POST", "path": "/users/*/assignLicense", "status": 429, "retryAfter": "2"}
    await env.faults({**slow, "times": 2})
    await env.control("entra/people/alex", {"silent": False}, "PATCH")
    await walks.press_remove(teams)
    async with asyncio.timeout(SOON):
        while not await env.writes():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    await env.control("entra/people/alex/revoke", {})
    await teams.sees("paused")
    before = len([write for write in await env.writes() if write["status"] == 200])
    assert before < 3
    own = await window(teams)
    async with own.expect_event("close"):
        await own.get_by_role("button", name="Alex Wilber").click()
    await teams.sees("Removed by")
    await teams.sees("3 licenses removed (1 still assigned through a group)")
    for person in ("former", "jonis", "diegos"):
        assert walks.OFFICE_E3 not in await env.direct(f"{person}@contoso.example")
    assert len([write for write in await env.writes() if write["status"] == 200]) == 3


async def test_all_keys_are_changed_in_mid_walk_and_no_one_notices(
    env: BotFixture, open_teams: OpenTeams
) -> None:
    teams = await open_teams(env.sandbox_url)
    await walks.begin(teams, "By product")
    # Teams, Entra and the bot itself: from now on each signs or encrypts with another key.
    await env.stop_bot()
    await env.control("teams/keys", {"forget": True})
    await env.control("entra/keys", {})
    old = env.settings.token_keys.get_secret_value()
    renewed = SecretStr(f"{Fernet.generate_key().decode()},{old}")
    env.settings = env.settings.model_copy(update={"token_keys": renewed})
    await rotated(env)
    only = SecretStr(renewed.get_secret_value().partition(",")[0])
    env.settings = env.settings.model_copy(update={"token_keys": only})
    await env.start_bot()
    await env.control("entra/people/alex", {"silent": False, "consent": False}, "PATCH")
    await walks.choose_products(teams, "Office 365 E3")
    await teams.fill("Or paste a list", "former@contoso.example")
    await walks.preview(teams)
    await walks.remove(teams)
    await teams.sees_in_card("1 license removed")
    await expect(teams.column.get_by_role("button", name="Sign in", exact=True)).to_have_count(0)


async def rotated(env: BotFixture) -> None:
    """What `app.py rotate-keys` does while the bot is stopped."""
    settings = env.settings
    environment = {
        **{name: it for name, it in os.environ.items() if not name.startswith("UNASSIGN_")},
        "UNASSIGN_APP_ID": settings.app_id,
        "UNASSIGN_APP_PASSWORD": settings.app_password.get_secret_value(),
        "UNASSIGN_TENANT_ID": settings.tenant_id,
        "UNASSIGN_REHEARSAL_URL": settings.rehearsal_url,
        "UNASSIGN_DATABASE_URL": settings.database_url,
        "UNASSIGN_TOKEN_KEYS": settings.token_keys.get_secret_value(),
    }
    command = (sys.executable, str(ROOT / "app.py"), "rotate-keys")
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    assert (process.returncode, said.decode()) == (0, "1 encrypted again.\n")


async def test_anyone_who_signs_out_is_asked_again(env: BotFixture, open_teams: OpenTeams) -> None:
    teams = await open_teams(env.sandbox_url)
    await teams.sees_in_card("Unassign licenses")
    await teams.say("sign out")
    await teams.sees("You're signed out")
    # Signed in to Teams, a person is signed in again without noticing.
    await teams.say("who am i")
    await teams.sees_in_card("License Administrator")
    await teams.say("sign out")
    await expect(teams.messages.get_by_text("You're signed out")).to_have_count(2)
    await env.control("entra/people/alex", {"silent": False}, "PATCH")
    await teams.say("who am i")
    own = await window(teams)
    async with own.expect_event("close"):
        await own.get_by_role("button", name="Alex Wilber").click()
    await teams.sees_in_card("License Administrator")


async def test_megan_consents_in_the_window_after_others_were_refused(
    env: BotFixture, open_teams: OpenTeams
) -> None:
    teams = await open_teams(env.sandbox_url, "megan")
    await teams.sees("Sign in")

    denied = await window(teams)
    await denied.get_by_role("button", name="Megan Bowen").click()
    await denied.get_by_role("button", name="Cancel").click()
    await denied.get_by_text("You aren't signed in").wait_for()
    await denied.close()

    foreign = await window(teams)
    await foreign.get_by_role("button", name="Adele Vance").click()
    await foreign.get_by_text("Someone else signed in").wait_for()
    await foreign.close()

    own = await window(teams)
    await own.get_by_role("button", name="Megan Bowen").click()
    async with own.expect_event("close"):
        await own.get_by_role("button", name="Accept").click()
    await teams.sees("Unassign licenses")
    await teams.say("who am i")
    await teams.sees("Global Administrator role to remove")
