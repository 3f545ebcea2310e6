"""Chats in a real browser: messages, people, the channel, lost lines."""

from playwright.async_api import expect

from sandbox.organization.personas import ADELE, ALEX
from sandbox.teams.chats import personal_chat
from tests.browser.stage import ALEX_CHAT, Stage
from tests.support.scripted_bot import (
    message,
)
from tests.support.teams_page import TeamsPage


async def test_words_go_back_and_forth_and_stay_after_a_reload(stage: Stage) -> None:
    stage.bot.texts["hi"] = message("Hello **Alex** <b>not bold</b>")
    teams = await stage.open(stage.url)
    await teams.say("hi")
    await teams.sees("Hello Alex <b>not bold</b>")
    assert [a["type"] for a in stage.bot.state[:2]] == ["installationUpdate", "conversationUpdate"]
    await teams.page.reload()
    await teams.sees("Hello Alex")
    assert stage.bot.last()["text"] == "hi"
    assert len(stage.bot.state) == 3


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
    assert all(a["type"] != "message" for a in stage.bot.state)
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
