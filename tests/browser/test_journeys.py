"""Each journey by hand in the browser, checked in the tenant and not with the bot."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser import walks
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.teams_page import OpenTeams, TeamsPage

pytestmark = pytest.mark.long


@pytest_asyncio.fixture(loop_scope="session")
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def teams(env: BotFixture, open_teams: OpenTeams) -> TeamsPage:
    opened: TeamsPage = await open_teams(env.sandbox_url)
    return opened


async def test_by_product_with_people_searched_pasted_and_corrected(
    env: BotFixture, teams: TeamsPage
) -> None:
    await walks.begin(teams, "By product")
    await walks.choose_products(teams, "Office 365 E3")
    await teams.click("Add to the list")
    await teams.sees_in_card("Select at least one person.")
    await teams.typeahead("Search", "dieg", "Diego Siciliani")
    await teams.typeahead("Search", "joni", "Joni Sherman")
    pasted = "Sean O'Brien <sean.o'brien@contoso.example>; Maria García\nnobody@contoso.example"
    await teams.fill("Or paste a list", pasted)
    await teams.click("Preview")
    await teams.sees_in_card("We found no one for “nobody@contoso.example”")
    await teams.sees_in_card("3 people selected")
    maria = teams.card.get_by_label("“Maria García” matches more than one person")
    await maria.select_option(label="Maria García · mariag2@contoso.example")
    await teams.fill("We found no one for", "former@contoso.example")
    await teams.click("Add to the list")
    await teams.sees_in_card("2 people added.")
    await walks.preview(teams)
    await teams.sees_in_card("1 license assigned through a group")
    await walks.remove(teams)
    await teams.sees_in_card("4 licenses removed (1 still assigned through a group)")
    for person in ("diegos", "jonis", "sean.o'brien", "former"):
        assert walks.OFFICE_E3 not in await env.direct(f"{person}@contoso.example")
    assert any(s["skuId"] == walks.OFFICE_E3 for s in await env.states("diegos@contoso.example"))
    assert len(await env.writes()) == 4


async def test_by_user_ticks_one_of_each_kind(env: BotFixture, teams: TeamsPage) -> None:
    henrietta = "henriettam@contoso.example"
    before = await env.direct(henrietta)
    await walks.begin(teams, "By user")
    await teams.typeahead("Person", "henri", "Henrietta Mueller")
    await teams.click("Next")
    await teams.sees_in_card("Also assigned through the group Project office")
    await teams.sees_in_card("Planner and Project Plan 3, through the group Project office")
    await teams.tick("Microsoft 365 E5")
    await teams.tick("Visio Plan 2")
    await walks.preview(teams)
    await teams.sees_in_card("Permanently deleted: the mailbox after")
    await walks.remove(teams)
    await teams.sees_in_card("2 licenses removed (1 still assigned through a group)")
    assert await env.direct(henrietta) == before - {walks.MICROSOFT_E5, walks.VISIO}
    assert walks.VISIO in {state["skuId"] for state in await env.states(henrietta)}


async def test_many_users_lose_everything_they_hold_directly(
    env: BotFixture, teams: TeamsPage
) -> None:
    people = await with_licenses(env, 25)
    await walks.begin(teams, "Many users")
    await teams.fill("Or paste a list", "; ".join(people))
    await teams.click("Next")
    await teams.sees_in_card("25 people selected")
    await teams.tick("All licenses")
    await walks.preview(teams)
    await teams.click("Details")
    dialog = teams.page.get_by_role("dialog", name="Details")
    await expect(dialog.get_by_text("Page 1 of 2")).to_be_visible()
    await dialog.get_by_role("button", name="Next page").click()
    await expect(dialog.get_by_text("Page 2 of 2")).to_be_visible()
    await teams.page.keyboard.press("Escape")
    await walks.remove(teams)
    for person in people:
        assert await env.direct(person) == set(), person
    assert len(await env.writes()) == len(people)


async def with_licenses(env: BotFixture, count: int) -> list[str]:
    """Addresses of people who hold something directly."""
    found = await env.graph("/users?$top=120&$select=userPrincipalName,licenseAssignmentStates")
    holding = [
        str(user["userPrincipalName"])
        for user in found["value"]
        if any(state["assignedByGroup"] is None for state in user["licenseAssignmentStates"])
        # Two people answer to this address; whom one means would be asked first.
        and user["userPrincipalName"] != "support@contoso.example"
    ]
    return holding[:count]


async def test_megan_is_told_which_role_she_lacks(env: BotFixture, open_teams: OpenTeams) -> None:
    megan: TeamsPage = await open_teams(env.sandbox_url, "megan")
    await megan.sees_in_card("Unassign licenses")
    await megan.sees_in_card("Global Administrator role to remove licenses.")
    await expect(megan.card.get_by_role("button", name="By user")).to_have_count(0)
    await megan.say("by user")
    await expect(megan.messages).to_have_count(3)
    await megan.sees_in_card("Global Administrator role to remove licenses.")


async def test_in_the_channel_a_mention_begins_and_only_the_owner_presses(
    env: BotFixture, teams: TeamsPage
) -> None:
    adele = await TeamsPage(teams.page, teams.url).show("adele")
    await adele.switch_to("Licenses")
    await teams.switch_to("Licenses")
    await teams.say("@Unassign by user")
    await teams.sees_in_card("1 of 4")
    await adele.card.get_by_role("button", name="Next").click()
    await adele.sees("This card belongs to someone else")
    await teams.typeahead("Person", "never", "Never Came")
    await teams.click("Next")
    await teams.sees_in_card("2 of 4")
    await teams.tick("Microsoft 365 E3")
    await walks.preview(teams)
    await walks.remove(teams)
    assert len(await env.direct("never.came@contoso.example")) == 1


async def test_a_bot_killed_in_the_middle_goes_on(env: BotFixture, teams: TeamsPage) -> None:
    await walks.begin(teams, "By product")
    await walks.choose_products(teams, "Office 365 E3")
    await teams.fill("Or paste a list", "jonis@contoso.example")
    await teams.click("Add to the list")
    await teams.sees_in_card("1 person selected")
    await env.stop_bot()
    await teams.click("Preview")
    await expect(teams.card.locator(".card-note.bad")).not_to_be_empty()
    await env.start_bot()
    await walks.preview(teams)
    await env.stop_bot()
    await env.start_bot()
    await teams.page.reload()
    await teams.sees_in_card("3 of 4")
    await walks.remove(teams)
    assert walks.OFFICE_E3 not in await env.direct("jonis@contoso.example")
    assert len(await env.writes()) == 1


async def test_pressing_twice_removes_once(
    env: BotFixture, teams: TeamsPage, open_teams: OpenTeams
) -> None:
    await walks.begin(teams, "By user")
    await teams.fill("Or type an address or name", "jonis@contoso.example")
    await teams.click("Next")
    await teams.tick("Office 365 E3")
    await walks.preview(teams)
    await walks.tick_all(teams)
    # The same person at a second machine: both presses are on their way before an answer.
    other: TeamsPage = await open_teams(env.sandbox_url)
    for box in await other.card.get_by_role("checkbox").all():
        await box.check()
    found = [one.card.get_by_role("button", name=walks.REMOVE) for one in (teams, other)]
    # Found before, for after the first press the other's card is soon another one.
    buttons = [await button.element_handle() for button in found]
    await asyncio.gather(*(button.dispatch_event("click") for button in buttons))
    await teams.sees_in_card("1 license removed")
    await other.sees_in_card("1 license removed")
    assert len(await env.writes()) == 1
