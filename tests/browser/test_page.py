"""The rehearsal page in a real browser, with a scripted bot behind it."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from sandbox.personas import ADELE, ALEX
from sandbox.teams.chats import personal_chat
from tests.browser import cards
from tests.browser.conftest import PAGE, OpenTeams
from tests.support.scripted_bot import (
    Json,
    ScriptedBot,
    card,
    execute,
    message,
    rehearsal,
    replaced_by,
    text,
)
from tests.support.teams_page import TeamsPage

ALEX_CHAT = personal_chat(ALEX)


@dataclass
class Stage:
    bot: ScriptedBot
    url: str
    open: OpenTeams

    async def show(self, content: Json, **options: Any) -> TeamsPage:
        """Open the page as Alex with this card in the chat."""
        teams = await self.open(self.url, **options)
        await self.post(message(shown=content))
        await teams.card.wait_for()
        return teams

    async def post(self, content: Json, chat: str = ALEX_CHAT) -> str:
        return await self.bot.say(chat, f"{self.url}/teams", content)

    async def change(self, id_: str, content: Json) -> None:
        await self.bot.call("PUT", f"{self.url}/teams", ALEX_CHAT, id_, content)

    def pressed(self) -> Json:
        value: Json = self.bot.last("invoke")["value"]
        return value


@pytest_asyncio.fixture(loop_scope="session")
async def stage(open_teams: OpenTeams) -> AsyncIterator[Stage]:
    bot = ScriptedBot()
    async with rehearsal(bot, patience=2.0) as url:
        yield Stage(bot, url, open_teams)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where screenshots go; kept when SCREENSHOTS names a folder."""
    return Path(os.environ.get("SCREENSHOTS") or tmp_path)


def found(*names: str) -> Json:
    results = [{"title": name, "value": f"p-{name.split()[0].lower()}"} for name in names]
    return {
        "statusCode": 200,
        "type": "application/vnd.microsoft.search.searchResponse",
        "value": {"results": results},
    }


async def test_words_go_back_and_forth_and_stay_after_a_reload(stage: Stage) -> None:
    stage.bot.texts["hi"] = message("Hello **Alex** <b>not bold</b>")
    teams = await stage.open(stage.url)
    await teams.say("hi")
    await teams.sees("Hello Alex <b>not bold</b>")
    assert [a["type"] for a in stage.bot.heard[:2]] == ["installationUpdate", "conversationUpdate"]
    await teams.page.reload()
    await teams.sees("Hello Alex")
    assert stage.bot.last()["text"] == "hi"
    assert len(stage.bot.heard) == 3


async def test_enter_sends_and_shift_enter_begins_a_line(stage: Stage) -> None:
    teams = await stage.open(stage.url)
    field = teams.column.get_by_role("textbox", name="Message as Alex Wilber")
    await field.press_sequentially("one")
    await field.press("Shift+Enter")
    await field.press_sequentially("two")
    await field.press("Enter")
    await teams.sees("two")
    assert stage.bot.last()["text"] == "one\ntwo"
    await expect(field).to_have_value("")


async def test_a_chip_says_its_word(stage: Stage) -> None:
    teams = await stage.open(stage.url)
    await teams.column.get_by_role("button", name="help", exact=True).click()
    await expect(teams.messages).to_have_count(1)
    assert stage.bot.last()["text"] == "help"


async def test_ten_thousand_lines_are_sent_and_shown_briefly(stage: Stage) -> None:
    teams = await stage.open(stage.url)
    lines = "\n".join(f"Person {n} <person.{n}@contoso.example>" for n in range(10_000))
    await teams.say(lines)
    await teams.column.get_by_role("button", name="Show all 10,000 lines").wait_for()
    assert stage.bot.last()["text"] == lines


async def test_execute_replaces_the_card_in_place_and_waits_meanwhile(stage: Stage) -> None:
    answer = asyncio.Event()

    async def slowly(_: Json) -> Json:
        await answer.wait()
        return replaced_by(card(text("Second step")))

    stage.bot.verbs["go"] = slowly
    teams = await stage.show(
        card(text("First step"), actions=(execute("Go", "go", data={"t": "1"}),))
    )
    await teams.click("Go")
    await expect(teams.card.locator("[aria-busy=true]")).to_be_visible()
    await teams.click("Go")
    answer.set()
    await teams.sees_in_card("Second step")
    await expect(teams.messages).to_have_count(1)
    invokes = [a for a in stage.bot.heard if a["type"] == "invoke"]
    assert [a["value"]["action"]["data"] for a in invokes] == [{"t": "1"}]
    await teams.page.reload()
    await teams.sees_in_card("Second step")


async def test_messages_and_errors_stand_under_the_card(stage: Stage) -> None:
    stage.bot.verbs["note"] = lambda _: {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "Nothing to do.",
    }
    actions = (execute("Note", "note"), execute("Break", "break"))
    teams = await stage.show(card(text("Card"), actions=actions))
    await teams.click("Note")
    await teams.sees("Nothing to do.")
    await teams.click("Break")
    await teams.sees("Something went wrong")


async def test_a_host_without_execute_takes_the_fallback(stage: Stage) -> None:
    fallback = {"type": "Action.Submit", "title": "Go", "data": {"verb": "go"}}
    shown = card(text("Card"), actions=(execute("Go", "go", fallback=fallback),))
    teams = await stage.show(shown, query="?older")
    await teams.click("Go")
    await until(lambda: stage.bot.heard[-1].get("value") == {"verb": "go"})


async def until(met: Any) -> None:
    """Wait a little for something that the bot hears."""
    for _ in range(100):
        if met():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("It did not happen.")


async def test_every_input_is_sent_and_the_required_ones_are_asked_for(stage: Stage) -> None:
    stage.bot.verbs["next"] = lambda _: replaced_by(card(text("Thanks")))
    stage.bot.invokes["application/search"] = lambda _: found("Isaiah Langer", "Irvin Sayers")
    teams = await stage.show(cards.form())
    await teams.click("Next")
    await teams.sees("Tick this box to go on.")
    await teams.typeahead("People", "i", "Isaiah")
    await teams.choose("Product", "Power BI Pro")
    await teams.tick("Project Plan 3")
    await teams.typeahead("City", "ber", "Bern")
    await teams.fill("Paste a list", "a@contoso.example\nb@contoso.example")
    await teams.tick("I understand that data is deleted on December 24")
    await teams.click("Next")
    await teams.sees_in_card("Thanks")
    assert stage.pressed()["action"]["data"] == {
        "people": "p-diego,p-isaiah",
        "product": "bi",
        "also": "project",
        "city": "bern",
        "list": "a@contoso.example\nb@contoso.example",
        "understood": "yes",
    }


async def test_typeahead_asks_the_bot_and_is_driven_by_keys(stage: Stage) -> None:
    stage.bot.invokes["application/search"] = lambda _: found("Isaiah Langer", "Irvin Sayers")
    teams = await stage.show(cards.form())
    field = teams.card.get_by_role("combobox", name="People")
    await field.press_sequentially("i")
    rows = teams.page.locator(".choices").get_by_role("option")
    await expect(rows.filter(has_text="Irvin")).to_be_visible()
    asked = stage.pressed()
    assert (asked["queryText"], asked["dataset"]) == ("i", "people")
    assert asked["queryOptions"] == {"skip": 0, "top": 15}
    assert asked["data"] == {"product": "e3"}
    await field.press("ArrowDown")
    await field.press("ArrowDown")
    await field.press("Enter")
    chips = teams.card.get_by_role("button", name="Remove")
    assert [await chip.text_content() for chip in await chips.all()] == [
        "Diego Siciliani ✕",
        "Irvin Sayers ✕",
    ]
    await field.press("Backspace")
    await teams.card.get_by_role("button", name="Remove Diego Siciliani").click()
    await expect(chips).to_have_count(0)
    await teams.click("Next")
    await teams.sees("Choose at least one person.")


async def test_a_failed_search_says_so(stage: Stage) -> None:
    teams = await stage.show(cards.form())
    await teams.card.get_by_role("combobox", name="People").press_sequentially("i")
    await teams.page.get_by_text("The search did not work").wait_for()


async def test_secondary_actions_are_in_the_menu_also_by_keys(stage: Stage) -> None:
    stage.bot.verbs["csv"] = lambda _: replaced_by(card(text("Downloaded")))
    teams = await stage.show(cards.gallery())
    await teams.menu_button.focus()
    await teams.page.keyboard.press("Enter")
    await teams.page.keyboard.press("ArrowDown")
    await expect(teams.page.get_by_role("menuitem", name="Read more")).to_be_focused()
    await teams.page.keyboard.press("Escape")
    await expect(teams.menu_button).to_be_focused()
    await teams.click("Download CSV")
    await teams.sees_in_card("Downloaded")


async def test_submit_show_card_toggle_and_link_do_their_part(stage: Stage) -> None:
    inner = card(
        {"type": "Input.Text", "id": "note", "label": "Note"},
        actions=({"type": "Action.Submit", "title": "Send", "data": {"k": "v"}},),
    )
    actions: tuple[Json, ...] = (
        {"type": "Action.ShowCard", "title": "Add a note", "card": inner},
        {"type": "Action.ToggleVisibility", "title": "Details", "targetElements": ["details"]},
    )
    teams = await stage.show(
        card(text("Card"), text("Hidden", id="details", isVisible=False), actions=actions)
    )
    await expect(teams.card.get_by_text("Hidden")).to_be_hidden()
    await teams.click("Details")
    await expect(teams.card.get_by_text("Hidden")).to_be_visible()
    await teams.click("Add a note")
    await teams.fill("Note", "for later")
    await teams.click("Send")
    await until(lambda: stage.bot.heard[-1].get("value") == {"k": "v", "note": "for later"})


async def test_a_dialog_opens_and_ends(stage: Stage) -> None:
    form = card(
        {"type": "Input.Text", "id": "name", "label": "Name"},
        actions=({"type": "Action.Submit", "title": "Save", "data": {}},),
    )
    value = {"title": "New name", "card": {"contentType": "x", "content": form}}
    stage.bot.invokes["task/fetch"] = lambda _: {"task": {"type": "continue", "value": value}}
    stage.bot.invokes["task/submit"] = lambda _: {}
    button = {
        "type": "Action.Submit",
        "title": "Rename",
        "data": {"msteams": {"type": "task/fetch"}},
    }
    teams = await stage.show(card(text("Card"), actions=(button,)))
    await teams.click("Rename")
    dialog = teams.page.get_by_role("dialog", name="New name")
    await dialog.get_by_label("Name").fill("Contoso")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    assert stage.pressed()["data"] == {"name": "Contoso"}


async def test_an_equal_card_keeps_what_was_half_typed(stage: Stage) -> None:
    teams = await stage.open(stage.url)
    id_ = await stage.post(message(shown=cards.form()))
    await teams.fill("Paste a list", "half")
    await stage.change(id_, message(shown=cards.form()))
    await teams.sees("Edited")
    await expect(teams.card.get_by_label("Paste a list")).to_have_value("half")
    await stage.change(id_, message(shown=card(text("Now another"))))
    await teams.sees_in_card("Now another")


async def test_a_message_taken_back_is_gone(stage: Stage) -> None:
    teams = await stage.open(stage.url)
    id_ = await stage.post(message("Oops"))
    await teams.sees("Oops")
    await stage.bot.call("DELETE", f"{stage.url}/teams", ALEX_CHAT, id_)
    await expect(teams.messages).to_have_count(0)


async def test_three_people_meet_in_the_channel(stage: Stage) -> None:
    stage.bot.texts["<at>Unassign</at> hi"] = message("Hello channel")
    alex = await stage.open(stage.url)
    adele = await TeamsPage(alex.page, stage.url).show("adele")
    await alex.switch_to("Licenses")
    await adele.switch_to("Licenses")
    await adele.say("Is anybody here?")
    await alex.sees("Is anybody here?")
    assert all(a["type"] != "message" for a in stage.bot.heard)
    await alex.say("@Unassign hi")
    await adele.sees("Hello channel")
    assert stage.bot.last()["from"]["aadObjectId"] == ALEX.oid
    await stage.post(message("For Adele alone"), personal_chat(ADELE))
    await expect(adele.column.locator(".news")).to_be_visible()


async def test_a_lost_line_is_found_again(stage: Stage) -> None:
    teams = await stage.open(stage.url)
    await teams.page.add_init_script(
        """const Real = WebSocket;
        window.lines = [];
        window.WebSocket = class extends Real {
            constructor(url) { super(url); window.lines.push(this); }
        };"""
    )
    await teams.page.reload()
    await teams.page.wait_for_function("window.lines.length === 1")
    await teams.page.evaluate("window.lines[0].close()")
    await stage.post(message("While away"))
    await teams.sees("While away")


async def test_tabs_and_threads_are_driven_by_keys(stage: Stage) -> None:
    teams = await stage.open(stage.url)
    await teams.column.get_by_role("tab", name="Unassign").focus()
    await teams.page.keyboard.press("ArrowRight")
    await expect(teams.column.get_by_role("tab", name="Licenses")).to_be_focused()
    await teams.say("First thread")
    await teams.say("Second thread")
    await teams.messages.first.get_by_role("button", name="Reply to Alex Wilber").press("Enter")
    await teams.page.keyboard.type("@Unassign in the first")
    await teams.page.keyboard.press("Enter")
    await expect(teams.messages.nth(1)).to_contain_text("@Unassign in the first")
    first = await teams.messages.first.get_attribute("data-id")
    assert stage.bot.last()["conversation"]["id"].endswith(f";messageid={first}")


async def test_what_is_said_while_the_card_changes_stands_under_the_new_card(stage: Stage) -> None:
    teams = await stage.open(stage.url)
    id_ = await stage.post(message(shown=card(text("Old"), actions=(execute("Go", "go"),))))

    async def change_and_say(_: Json) -> Json:
        await stage.change(id_, message(shown=card(text("New"))))
        await asyncio.sleep(0.2)
        note = "application/vnd.microsoft.activity.message"
        return {"statusCode": 200, "type": note, "value": "This moved on."}

    stage.bot.verbs["go"] = change_and_say
    await teams.click("Go")
    await teams.sees_in_card("This moved on.")
    await teams.sees_in_card("New")


async def test_everything_on_the_gallery_is_drawn(stage: Stage) -> None:
    teams = await stage.show(cards.gallery())
    for name in (
        "Assigned: Office 365 E3 812, Microsoft 365 E5 240, Power BI Pro 96",
        "Shares: Office 365 E3 812, Microsoft 365 E5 240, Power BI Pro 96",
        "Per day: Mon 3, Tue 9, Wed 5",
    ):
        await expect(teams.card.get_by_role("img", name=name)).to_be_visible()
    seats = teams.card.get_by_role("img", name="Seats: Office 365 E3: Assigned 812, Free 120")
    await expect(seats).to_be_visible()
    await expect(teams.card.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "75")
    for words in ("Held back", "Reading the tenant", "No hologram here", "Łucja Żółć-Ñandú"):
        await expect(teams.card.get_by_text(words)).to_be_visible()


async def test_target_width_hides_what_is_meant_for_wide_cards(stage: Stage) -> None:
    shown = card(
        text("Only wide", targetWidth="atLeast:Standard"),
        text("Only narrow", targetWidth="atMost:Narrow"),
    )
    teams = await stage.show(shown, viewport={"width": 360, "height": 700})
    await expect(teams.card.get_by_text("Only narrow")).to_be_visible()
    await expect(teams.card.get_by_text("Only wide")).to_be_hidden()


async def test_names_with_markup_stay_text(stage: Stage) -> None:
    evil = '<img src=x onerror="window.caught=1"> [x](javascript:alert(1)) ![p](https://x.example/p.png)'
    teams = await stage.show(card(text(evil)))
    await stage.post(message(evil))
    await teams.sees("onerror")
    assert await teams.page.evaluate("window.caught") is None
    assert await teams.column.locator("img").count() == 0
    assert await teams.column.locator('a[href^="javascript"]').count() == 0


LOOKS: list[tuple[str, dict[str, Any]]] = [
    ("light", {"color_scheme": "light"}),
    ("dark", {"color_scheme": "dark"}),
    ("narrow", {"color_scheme": "light", "viewport": {"width": 360, "height": 740}}),
]


@pytest.mark.parametrize(("look", "options"), LOOKS, ids=[look for look, _ in LOOKS])
@pytest.mark.parametrize("content", ["gallery", "form"])
async def test_the_page_has_no_accessibility_faults(
    stage: Stage, pictures: Path, look: str, options: dict[str, Any], content: str
) -> None:
    shown = cards.gallery() if content == "gallery" else cards.form()
    teams = await stage.show(shown, **options)
    if look != "narrow":
        await teams.page.get_by_role("button", name="Tenant", exact=True).click()
    if content == "form":
        await teams.click("Next")
    await teams.screenshot(pictures / f"{content}-{look}.png")
    source = (PAGE / "node_modules/axe-core/axe.min.js").read_text()
    await teams.page.evaluate(source)
    result = await teams.page.evaluate("axe.run()")
    faults = [
        (fault["id"], [node["html"][:160] for node in fault["nodes"]])
        for fault in result["violations"]
    ]
    assert faults == [], json.dumps(faults, indent=1)


async def test_the_look_follows_the_system_until_the_button_is_pressed(stage: Stage) -> None:
    teams = await stage.open(stage.url, color_scheme="dark")
    html = teams.page.locator("html")
    await expect(html).to_have_attribute("data-theme", "dark")
    await teams.page.get_by_role("button", name="Light look").click()
    await expect(html).to_have_attribute("data-theme", "light")
    await teams.page.reload()
    await expect(html).to_have_attribute("data-theme", "light")


async def test_without_a_graph_the_tenant_panel_says_so(stage: Stage) -> None:
    teams = await stage.open(stage.url)
    await teams.page.get_by_role("button", name="Tenant", exact=True).click()
    await teams.page.get_by_text("The tenant's Graph does not answer here.").wait_for()
