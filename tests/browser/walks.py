"""Steps that every walk through the bot's cards takes."""

import re
from collections.abc import Awaitable, Callable

from tests.support.teams_page import TeamsPage

OFFICE_E3 = "6fd2c87f-b296-42f0-b197-1e91e994b900"
MICROSOFT_E5 = "06ebc4ee-1bb5-47dd-8120-11324bc54e06"
VISIO = "c5928f49-12ba-48f7-ada3-0d743a3601d5"

#: The button that removes, whatever its numbers are.
REMOVE = re.compile("^Remove ")


async def begin(teams: TeamsPage, journey: str) -> None:
    """Press a journey on the home card."""
    await teams.sees_in_card("Unassign licenses")
    await teams.click(journey)
    await teams.sees_in_card("1 of 4")


async def choose_products(teams: TeamsPage, *names: str) -> None:
    """By product, first step: choose products and go on to the people."""
    for name in names:
        await teams.typeahead("Products", name, name)
    await teams.click("Next")
    await teams.sees_in_card("2 of 4")


async def preview(teams: TeamsPage) -> None:
    """Go on to the preview."""
    await teams.click("Preview")
    await teams.sees_in_card("3 of 4")


async def tick_all(teams: TeamsPage) -> None:
    """Go on from the preview to the confirmation, and tick all its boxes."""
    await teams.click("Continue")
    await teams.sees_in_card("4 of 4")
    for box in await teams.card.get_by_role("checkbox").all():
        await box.check()


async def press_remove(teams: TeamsPage) -> None:
    """Press the button that removes, whatever its numbers are."""
    await teams.card.get_by_role("button", name=REMOVE).click()


async def remove(teams: TeamsPage) -> None:
    """From the preview to the result."""
    await tick_all(teams)
    await press_remove(teams)
    await teams.sees_in_card("Removed by")


#: Someone who loses a mailbox, one who keeps another, and one whose group gives the same.
THREE = "Former Employee\nJoni Sherman <jonis@contoso.example>\ndiegos@contoso.example"


async def show_five_cards(teams: TeamsPage, look_at: Callable[[str], Awaitable[None]]) -> None:
    """Take Office 365 E3 from three people, and look at the card of each step by its name."""
    await teams.sees_in_card("Unassign licenses")
    await look_at("home")
    await begin(teams, "By product")
    await choose_products(teams, "Office 365 E3")
    await teams.fill("Or paste a list", THREE)
    await teams.click("Add to the list")
    await teams.sees_in_card("3 people added.")
    await look_at("people")
    await preview(teams)
    await look_at("preview")
    await tick_all(teams)
    await look_at("confirm")
    await press_remove(teams)
    await teams.sees_in_card("Removed by")
    await look_at("result")
