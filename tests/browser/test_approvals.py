"""A request, from the asking to the receipt, with three people side by side."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser import walks
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.requesting import POLICY, TICKET
from tests.support.teams_page import OpenTeams, TeamsPage

pytestmark = pytest.mark.long

SEAN = "sean.o'brien@contoso.example"
TWO = f"{SEAN}\nformer@contoso.example"
WIDE = {"width": 1900, "height": 1000}


@pytest_asyncio.fixture(loop_scope="session")
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, policy_file=POLICY) as opened:
        yield opened


async def three(open_teams: OpenTeams, url: str) -> tuple[TeamsPage, TeamsPage, TeamsPage]:
    """Megan, Alex and Adele, each with a column of one page."""
    alex = await open_teams(url, viewport=WIDE)
    megan = await TeamsPage(alex.page, url).show("megan")
    adele = await TeamsPage(alex.page, url).show("adele")
    return megan, alex, adele


async def test_three_people_from_the_asking_to_the_receipt(
    env: BotFixture, open_teams: OpenTeams
) -> None:
    megan, alex, adele = await three(open_teams, env.sandbox_url)
    for one in (alex, adele):
        await one.switch_to("Licenses")
    await alex.say("@Unassign approvals here")
    await alex.sees("posted in this channel")

    await walks.begin(megan, "By product")
    await walks.choose_products(megan, "Office 365 E3")
    await megan.fill("Or paste a list", TWO)
    await walks.preview(megan)
    await megan.click("Ask for approval")
    await megan.sees_in_card("4 of 4")
    await ask(megan, "Send the request")

    await alex.sees_in_card("0 of 2 approvals")
    await alex.fill("Comment", "Is the mailbox needed?")
    await alex.click("Ask a question")
    await megan.sees_in_card("Is the mailbox needed?")
    await megan.fill("Your answer", "No, the manager said so.")
    await megan.click("Send answer")
    await alex.sees("No, the manager said so.")
    await press_approve(alex)
    await adele.sees_in_card("1 of 2 approvals")
    await megan.sees_in_card("1 of 2 approvals")

    await megan.card_of("Request 1").get_by_role("button", name="Change").click()
    await megan.sees_in_card("2 people selected")
    await megan.fill("Or paste a list", "diegos@contoso.example")
    await walks.preview(megan)
    await megan.click("Ask for approval")
    await megan.sees_in_card("Change the request")
    await ask(megan, "Send the change")
    await adele.sees_in_card("Changed: Diego Siciliani added")
    await adele.sees_in_card("0 of 2 approvals")
    await adele.sees("1 earlier approval no longer counts.")

    await press_approve(alex)
    await adele.sees_in_card("1 of 2 approvals")
    await press_approve(adele)
    for one in (alex, adele):
        await one.sees_in_card("3 licenses removed (1 still assigned through a group)")
    await megan.sees("Request 1 is done: 3 licenses removed")
    await expect(megan.card_of("Request 1")).to_contain_text("3 licenses removed")
    assert len(await env.writes()) == 3


async def ask(teams: TeamsPage, send: str) -> None:
    """Tick all boxes, give the reason, and send."""
    for box in await teams.card.get_by_role("checkbox").all():
        await box.check()
    await teams.fill("Reason", TICKET)
    await teams.click(send)
    await teams.sees_in_card("Waiting for approval")


async def press_approve(teams: TeamsPage) -> None:
    """Press the button that approves."""
    await teams.card.get_by_role("button", name="Approve", exact=True).click()
