"""A card's inputs in a real browser."""

from playwright.async_api import expect

from tests.browser import cards
from tests.browser.stage import Stage
from tests.support.scripted_bot import (
    Json,
    card,
    message,
    replaced_by,
    text,
)


def found(*names: str) -> Json:
    results = [{"title": name, "value": f"p-{name.split()[0].lower()}"} for name in names]
    return {
        "statusCode": 200,
        "type": "application/vnd.microsoft.search.searchResponse",
        "value": {"results": results},
    }


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


async def test_an_equal_card_keeps_what_was_half_typed(stage: Stage) -> None:
    teams = await stage.open(stage.url)
    id_ = await stage.post(message(shown=cards.form()))
    await teams.fill("Paste a list", "half")
    await stage.change(id_, message(shown=cards.form()))
    await teams.sees("Edited")
    await expect(teams.card.get_by_label("Paste a list")).to_have_value("half")
    await stage.change(id_, message(shown=card(text("Now another"))))
    await teams.sees_in_card("Now another")
