"""A person in front of the rehearsal page."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page, expect

#: Characters from which on a text is pasted rather than typed.
LONG = 2_000

#: Opens the page at an address as a persona ("alex"); further options are Playwright's for a
#: browser context. The fixture `open_teams` gives one.
OpenTeams = Callable[..., Awaitable["TeamsPage"]]


@dataclass
class TeamsPage:
    """One browser page, seen through one persona's column: "alex", "megan" or "adele".

    Everything acts on the last card of the chat in front, unless it says otherwise.
    """

    page: Page
    url: str
    persona: str = "alex"

    async def open(self, persona: str = "alex", query: str = "") -> "TeamsPage":
        """Load the page and show this person alone; waits until the bot was told."""
        await self.page.goto(f"{self.url}/{query}")
        await self.show(persona)
        if persona != "alex":
            await self.page.get_by_role("button", name="Alex", exact=True).click()
        return self

    async def show(self, persona: str) -> "TeamsPage":
        """Show this person's column beside the others and act as this person from now on."""
        self.persona = persona
        button = self.page.get_by_role("button", name=persona.capitalize(), exact=True)
        await button.wait_for()
        if await button.get_attribute("aria-pressed") != "true":
            await button.click()
        await expect(self.column.get_by_role("tab", selected=True)).to_be_visible()
        return self

    @property
    def column(self) -> Locator:
        """This person's Teams."""
        return self.page.locator(f'[data-person="{self.persona}"]')

    @property
    def messages(self) -> Locator:
        """The messages of the chat in front."""
        return self.column.locator("[role=tabpanel]:not([hidden]) .message")

    @property
    def card(self) -> Locator:
        """The last card of the chat in front."""
        return self.column.locator("[role=tabpanel]:not([hidden]) .card-view").last

    def card_of(self, text: str) -> Locator:
        """The newest card of the chat in front that says this."""
        cards = self.column.locator("[role=tabpanel]:not([hidden]) .card-view")
        return cards.filter(has_text=text).last

    async def switch_to(self, chat: str) -> None:
        """Bring a chat in front: "Unassign" or "Licenses"."""
        await self.column.get_by_role("tab", name=re.compile(chat)).click()

    async def say(self, text: str) -> None:
        """Write a message and send it."""
        await write(self.column.get_by_role("textbox", name="Message as"), text)
        await self.column.get_by_role("button", name="Send").click()

    async def click(self, title: str) -> None:
        """Press a button of the card, in its "…" menu if it is not in sight."""
        button = self.card.get_by_role("button", name=title, exact=True)
        if await button.count() == 0 and await self.menu_button.count() > 0:
            await self.menu_button.click()
            button = self.page.get_by_role("menuitem", name=title, exact=True)
        await button.click()

    @property
    def menu_button(self) -> Locator:
        """The card's "…" button."""
        return self.card.get_by_role("button", name="More", exact=True)

    async def tick(self, label: str) -> None:
        """Tick a box or choose a round button."""
        await self.card.get_by_label(label).check()

    async def fill(self, label: str, text: str) -> None:
        """Write into a field of the card."""
        await write(self.card.get_by_role("textbox", name=label), text)

    async def choose(self, label: str, option: str) -> None:
        """Choose from a drop-down list."""
        await self.card.get_by_label(label).select_option(label=option)

    async def typeahead(self, label: str, query: str, pick: str) -> None:
        """Type into a searching field and pick the first row that contains `pick`."""
        field = self.card.get_by_role("combobox", name=label)
        await field.click()
        await field.press_sequentially(query, delay=10)
        await self.page.get_by_role("option").filter(has_text=pick).first.click()

    async def sees(self, text: str) -> None:
        """Wait until this text stands in the chat in front."""
        shown = self.column.locator("[role=tabpanel]:not([hidden])").get_by_text(text)
        await expect(shown.last).to_be_visible()

    async def sees_in_card(self, text: str) -> None:
        """Wait until this text stands in the last card."""
        await expect(self.card).to_contain_text(text)

    async def screenshot(self, path: Path) -> None:
        """A picture of the whole window."""
        path.parent.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=path)


async def write(field: Locator, text: str) -> None:
    """Type a text; paste a long one, for a browser types thousands of lines very slowly."""
    if len(text) < LONG:
        await field.fill(text)
        return
    await field.fill("")
    await field.focus()
    await field.evaluate(
        """(field, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const options = { clipboardData, bubbles: true, cancelable: true };
            field.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        text,
    )
