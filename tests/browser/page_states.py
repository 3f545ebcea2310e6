"""The states of the rehearsal page, one after the other: for axe, in any look."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from playwright.async_api import Page, expect

from tests.browser import cards
from tests.browser.stage import ALEX_CHAT, Stage
from tests.support.scripted_bot import Json, ScriptedBot, card, execute, message, text
from tests.support.teams_page import TeamsPage

_OAUTH = "application/vnd.microsoft.card.oauth"
_ALL_KINDS = "**Hello** Alex, this is [a link](https://learn.microsoft.com).\n\n- one\n- two"


def scripted() -> ScriptedBot:
    """The bot that the states need."""
    dialog = {"title": "Everyone", "card": {"contentType": "x", "content": cards.form()}}
    found = {"results": [{"title": "Isaiah Langer", "value": "p-isaiah"}]}
    return ScriptedBot(
        texts={"hi": message(_ALL_KINDS), "<at>Unassign</at> hi": message("Hello channel")},
        verbs={"break": lambda _: {"statusCode": 400, "value": {"message": "No."}}},
        invokes={
            "task/fetch": lambda _: {"task": {"type": "continue", "value": dialog}},
            "application/search": lambda _: {
                "statusCode": 200,
                "type": "application/vnd.microsoft.search.searchResponse",
                "value": found,
            },
        },
    )


async def page_states(stage: Stage) -> AsyncIterator[tuple[str, Page]]:
    """Open the page and bring it into each state; the state's name, and the page as it is then."""
    end = asyncio.Event()

    async def wait(_: Json) -> Json:
        await end.wait()
        return {}

    stage.bot.verbs["wait"] = wait
    teams = await stage.open(stage.url)
    yield "an empty chat", teams.page
    for name, reach in _STATES.items():
        await reach(stage, teams)
        yield name, teams.page
        await teams.page.keyboard.press("Escape")
    end.set()


async def _elements(stage: Stage, teams: TeamsPage) -> None:
    await stage.post(message(shown=cards.gallery()))
    await teams.sees_in_card("No hologram here")


async def _menu(_: Stage, teams: TeamsPage) -> None:
    await teams.menu_button.click()
    await expect(teams.page.get_by_role("menuitem").first).to_be_focused()


async def _form(stage: Stage, teams: TeamsPage) -> None:
    await stage.post(message(shown=cards.form()))
    await teams.sees_in_card("Who and what")
    await teams.click("Next")
    await teams.sees_in_card("Tick this box to go on.")


async def _choices(_: Stage, teams: TeamsPage) -> None:
    await teams.card.get_by_role("combobox", name="People").press_sequentially("i")
    await expect(teams.page.get_by_role("option", name="Isaiah Langer")).to_be_visible()
    await teams.page.keyboard.press("ArrowDown")


async def _card_with_an_error(stage: Stage, teams: TeamsPage) -> None:
    await _buttons(stage, teams, "A card with an error")
    await teams.click("Break")
    await teams.sees_in_card("No.")


async def _waiting(_: Stage, teams: TeamsPage) -> None:
    await teams.click("Wait")
    await expect(teams.card.locator("[aria-busy=true]")).to_be_visible()


async def _buttons(stage: Stage, teams: TeamsPage, title: str) -> None:
    """Post a card with buttons; its title tells it from the card before it."""
    dialog = {
        "type": "Action.Submit",
        "title": "Everyone",
        "data": {"msteams": {"type": "task/fetch"}},
    }
    actions = (execute("Wait", "wait"), execute("Break", "break"), dialog)
    await stage.post(message(shown=card(text(title), actions=actions)))
    await teams.sees_in_card(title)


async def _dialog(stage: Stage, teams: TeamsPage) -> None:
    await _buttons(stage, teams, "A card with a dialog")
    await teams.click("Everyone")
    await teams.page.get_by_role("dialog", name="Everyone").wait_for()


async def _sign_in(stage: Stage, teams: TeamsPage) -> None:
    button = {"type": "signin", "title": "Sign in", "value": "https://login.example"}
    asked = {"text": "Please sign in to go on.", "connectionName": "self", "buttons": [button]}
    attachment = {"contentType": _OAUTH, "content": asked}
    await stage.post({"type": "message", "attachments": [attachment]})
    await teams.sees("Please sign in to go on.")


async def _texts(stage: Stage, teams: TeamsPage) -> None:
    await teams.say("\n".join(f"person{number}@contoso.example" for number in range(40)))
    await teams.say("hi")
    await teams.sees("Hello Alex")
    said = {"type": "message", "text": "<at>Megan</at> answered", "textFormat": "xml"}
    await stage.post(said)
    await teams.sees("answered")
    await stage.bot.call("POST", f"{stage.url}/teams", ALEX_CHAT, "", {"type": "typing"})
    await teams.sees("Unassign is typing…")


async def _channel(_: Stage, teams: TeamsPage) -> None:
    await teams.switch_to("Licenses")
    await teams.say("@Unassign hi")
    await teams.sees("Hello channel")
    await teams.messages.first.get_by_role("button", name="Reply to Alex Wilber").click()


async def _unreachable(_: Stage, teams: TeamsPage) -> None:
    await teams.page.route("**/page/api/say", lambda route: route.abort())
    await teams.say("hello?")
    await expect(teams.column.locator(".trouble")).to_contain_text("did not answer")
    await teams.page.unroute("**/page/api/say")


async def _tenant(_: Stage, teams: TeamsPage) -> None:
    tenant = teams.page.get_by_role("button", name="Tenant", exact=True)
    if await tenant.get_attribute("aria-pressed") != "true":
        await tenant.click()
    panel = teams.page.get_by_role("region", name="In the tenant")
    field = panel.get_by_label("Look someone up")
    await field.fill("megan bo")
    await panel.get_by_role("button", name="Megan Bowen").click()
    await expect(panel.get_by_role("heading", name="Megan Bowen")).to_be_visible()
    await field.fill("a")
    await expect(panel.get_by_label("People found").get_by_role("button").first).to_be_visible()


async def _two_people(_: Stage, teams: TeamsPage) -> None:
    await teams.page.get_by_role("button", name="Megan", exact=True).click()
    await expect(teams.page.locator('[data-person="megan"]')).to_be_visible()


_STATES: dict[str, Callable[[Stage, TeamsPage], Awaitable[None]]] = {
    "every element": _elements,
    "a menu": _menu,
    "a form with errors": _form,
    "choices": _choices,
    "a card with an error": _card_with_an_error,
    "a card that waits": _waiting,
    "a dialog": _dialog,
    "a sign-in": _sign_in,
    "texts": _texts,
    "a channel": _channel,
    "a bot that does not answer": _unreachable,
    "the tenant": _tenant,
    "two people": _two_people,
}
