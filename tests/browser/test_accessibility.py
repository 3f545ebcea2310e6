"""What people need who do not see the page, or who have no mouse; axe in light.

`make accessibility` runs axe in dark and in high contrast, in all languages.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.browser import cards
from tests.browser.axe import faults
from tests.browser.measures import COMPUTER, empty_page, place
from tests.browser.page_states import page_states, scripted
from tests.browser.stage import Stage, whole_rehearsal
from tests.cards.in_language import cards_in
from tests.support.scripted_bot import Json, card, execute, message, replaced_by, text
from tests.support.teams_page import OpenTeams, TeamsPage

#: The icons that begin a warning.
SIGNS = ("⛔", "🔍", "⚠")


@pytest_asyncio.fixture(loop_scope="session")
async def whole_stage(open_teams: OpenTeams) -> AsyncIterator[Stage]:
    bot = scripted()
    async with whole_rehearsal(bot) as url:
        yield Stage(bot, url, open_teams)


@pytest.mark.long
async def test_axe_finds_nothing_on_any_card(browser: Browser) -> None:
    async with empty_page(browser) as page:
        await place(page, cards_in(), COMPUTER)
        assert await faults(page, "#measured") == []


async def test_axe_finds_nothing_in_any_state_of_the_page(whole_stage: Stage) -> None:
    found = {state: await faults(page) async for state, page in page_states(whole_stage)}
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


async def test_each_warning_has_a_role_and_words(browser: Browser) -> None:
    async with empty_page(browser) as page:
        await place(page, cards_in(), COMPUTER)
        warnings = await page.get_by_role("note").all_inner_texts()
        outside = page.locator(".ac-richTextBlock:not([role=note], [role=note] *)")
        others = await outside.all_inner_texts()
    assert len(warnings) > 100
    assert [one for one in warnings if not one.strip(" \n⛔🔍⚠️")] == []
    assert [one for one in others if one.startswith(SIGNS)] == []


async def test_a_card_says_its_language_and_what_it_is(stage: Stage) -> None:
    teams = await stage.show(card(text("Vorschau"), lang="de", speak="Vorschau. Zwei Personen."))
    group = teams.card.get_by_role("group", name="Vorschau. Zwei Personen.")
    await expect(group.locator("xpath=..")).to_have_attribute("lang", "de")


def heard(teams: TeamsPage) -> Locator:
    """What a screen reader says."""
    return teams.page.locator("#announce")


def step(title: str, *lines: str, button: str = "Next") -> Json:
    """A card of a step, with a field and a button."""
    field = {"type": "Input.Text", "id": "name", "label": "Name"}
    shown = [text(line) for line in (title, *lines)]
    actions = (execute(button, button), execute("Back", "back"))
    return card(*shown, field, actions=actions, speak=f"{title}, in words.")


async def test_what_a_press_changed_is_read(stage: Stage) -> None:
    stage.bot.verbs["Next"] = lambda _: replaced_by(step("People", "3 people added."))
    teams = await stage.show(step("People", "Choose."))
    await teams.click("Next")
    await expect(heard(teams)).to_have_text("3 people added.")


async def test_another_step_is_read_as_a_whole(stage: Stage) -> None:
    stage.bot.verbs["Next"] = lambda _: replaced_by(step("Preview", "3 people."))
    teams = await stage.show(step("People", "Choose."))
    await teams.click("Next")
    await expect(heard(teams)).to_have_text("Preview, in words.")


async def test_a_card_that_changes_by_itself_is_read_calmly(stage: Stage) -> None:
    teams = await stage.open(stage.url)
    await teams.page.clock.install()
    id_ = await stage.post(message(shown=step("Removing", "0 of 9")))
    await expect(heard(teams)).to_have_text("")
    for done in range(1, 5):
        await stage.change(id_, message(shown=step("Removing", f"{done} of 9")))
        await teams.sees_in_card(f"{done} of 9")
    await teams.page.clock.run_for(1_000)
    await expect(heard(teams)).to_have_text("1 of 9")
    await teams.page.clock.run_for(10_000)
    await expect(heard(teams)).to_have_text("4 of 9")
    await stage.change(id_, message(shown=step("Removed", "9 licenses")))
    await teams.sees_in_card("9 licenses")
    await teams.page.clock.run_for(100)
    await expect(heard(teams)).to_have_text("Removed, in words.")


async def test_the_focus_stays_on_a_button_of_a_card_that_changes(stage: Stage) -> None:
    teams = await stage.open(stage.url)
    id_ = await stage.post(message(shown=step("Removing", "1 of 9", button="Pause")))
    pause = teams.card.get_by_role("button", name="Pause")
    await pause.focus()
    await stage.change(id_, message(shown=step("Removing", "2 of 9", button="Pause")))
    await teams.sees_in_card("2 of 9")
    await expect(pause).to_be_focused()


async def test_the_focus_stays_in_a_field_of_a_card_that_changes(stage: Stage) -> None:
    teams = await stage.open(stage.url)
    id_ = await stage.post(message(shown=step("People", "None yet.")))
    await teams.card.get_by_role("textbox", name="Name").focus()
    await stage.change(id_, message(shown=step("People", "3 people.")))
    await teams.sees_in_card("3 people.")
    await expect(teams.card.get_by_role("textbox", name="Name")).to_be_focused()


async def test_another_step_begins_at_its_top(stage: Stage) -> None:
    stage.bot.verbs["Next"] = lambda _: replaced_by(step("Preview", "3 people."))
    teams = await stage.show(step("People", "Choose."))
    await teams.click("Next")
    await teams.sees_in_card("3 people.")
    await expect(teams.card.get_by_role("group", name="Preview, in words.")).to_be_focused()


async def test_a_message_that_someone_else_gets_takes_no_focus(stage: Stage) -> None:
    teams = await stage.show(step("People", "Choose."))
    field = teams.card.get_by_role("textbox", name="Name")
    await field.focus()
    await stage.post(message("Something else"))
    await teams.sees("Something else")
    await expect(field).to_be_focused()


async def test_a_dialog_gives_the_focus_back_and_reads_its_next_page(stage: Stage) -> None:
    def page(number: int) -> Json:
        turn = {"type": "Action.Submit", "title": "Next page", "data": {}}
        shown = card(text("People"), text(f"Page {number}"), actions=(turn,))
        value = {"title": "Details", "card": {"contentType": "x", "content": shown}}
        return {"task": {"type": "continue", "value": value}}

    stage.bot.invokes["task/fetch"] = lambda _: page(1)
    stage.bot.invokes["task/submit"] = lambda _: page(2)
    fetch = {
        "type": "Action.Submit",
        "title": "Details",
        "data": {"msteams": {"type": "task/fetch"}},
    }
    teams = await stage.open(stage.url)
    id_ = await stage.post(message(shown=card(text("Result"), actions=(fetch,))))
    await teams.click("Details")
    dialog = teams.page.get_by_role("dialog", name="Details")
    await dialog.get_by_role("button", name="Next page").click()
    await expect(dialog.get_by_text("Page 2").first).to_be_visible()
    await expect(dialog.locator("[aria-live]")).to_have_text("Page 2")
    await expect(dialog.get_by_role("button", name="Next page")).to_be_focused()
    await dialog.get_by_role("button", name="Close").click()
    await expect(teams.card.get_by_role("button", name="Details")).to_be_focused()
    await teams.click("Details")
    await stage.change(id_, message(shown=card(text("Undone"), speak="Undone.")))
    await teams.sees_in_card("Undone")
    await dialog.get_by_role("button", name="Close").click()
    await expect(teams.card.get_by_role("group", name="Undone.")).to_be_focused()


async def test_high_contrast_shows_what_only_a_color_said(stage: Stage) -> None:
    teams = await stage.show(cards.gallery(), forced_colors="active")
    pressed = teams.page.get_by_role("button", name="Alex", exact=True)
    other = teams.page.get_by_role("button", name="Megan", exact=True)
    for one, another in (
        (pressed, other),
        (teams.card.locator(".progress .fill"), teams.card.locator(".progress")),
        (teams.card.locator(".bar-part").first, teams.card.locator(".bar").first),
    ):
        assert await _background(one) != await _background(another)
    warning = teams.card.get_by_role("note")
    width = await warning.evaluate("(one) => getComputedStyle(one).borderTopWidth")
    assert width == "1px"


async def _background(element: Locator) -> str:
    shown: str = await element.evaluate("(one) => getComputedStyle(one).backgroundColor")
    return shown
