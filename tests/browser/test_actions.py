"""A card's buttons in a real browser."""

import asyncio

from playwright.async_api import expect

from tests.browser import cards
from tests.browser.stage import Stage, until
from tests.support.scripted_bot import (
    Json,
    card,
    execute,
    message,
    replaced_by,
    text,
)


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
    invokes = [a for a in stage.bot.state if a["type"] == "invoke"]
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
    await until(lambda: stage.bot.state[-1].get("value") == {"verb": "go"})


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
    await until(lambda: stage.bot.state[-1].get("value") == {"k": "v", "note": "for later"})


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
