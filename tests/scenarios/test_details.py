"""The details of a preview: in a dialog that turns, or as a message where there are no dialogs."""

from sandbox.organization.personas import MEGAN
from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat, card_of
from tests.support.crowd import addresses
from tests.support.journeys import E3, to_preview
from tests.support.seen import buttons_of, find_button, parts_of, text_of

PRADEEP = "pradeepg@contoso.example"
SEAN = "sean.o'brien@contoso.example"


async def test_the_details_turn_pages_and_filter_while_the_tenant_is_down(
    env: BotFixture, alex: Chat
) -> None:
    await to_preview(alex, f"{addresses(40)},{SEAN},{PRADEEP}", E3)
    await env.faults({"status": 503, "times": 1000})
    first = await alex.dialog("Details")
    assert first["title"] == "Details"
    assert "crowd0001@contoso.example" in text_of(first["card"])
    last = await alex.turn(await alex.turn(first, "Next page"), "Next page")
    assert "Page 3 of 3" in text_of(last["card"])
    some = await alex.turn(last, "Apply filter", {"filter": "unchanged"})
    assert "Pradeep" in text_of(some["card"])
    assert "crowd" not in text_of(some["card"])
    losses = await alex.turn(some, "Losses")
    assert "eDiscovery" in text_of(losses["card"])
    licenses = await alex.turn(losses, "Licenses")
    assert "Licenses to remove\n41" in text_of(licenses["card"])
    back = await alex.turn(licenses, "People")
    assert "Pradeep" in text_of(back["card"])


async def test_the_details_of_someone_else_stay_closed(env: BotFixture, alex: Chat) -> None:
    megan = await env.chat(MEGAN).open()
    await to_preview(alex, SEAN)
    message = await alex.message()
    [action] = [a for a in parts_of(card_of(message)) if a.get("title") == "Details"]
    answer = await megan.in_dialog(await megan.message(), action, fetch=True)
    assert "card" not in answer or answer["card"] is None
    assert "Sean" not in str(answer)


async def test_a_client_without_dialogs_gets_a_message_that_turns(alex: Chat) -> None:
    await to_preview(alex, addresses(20))
    preview = await alex.message()
    [action] = [a for a in parts_of(card_of(preview)) if a.get("title") == "Details"]
    await alex.send(preview, action, submit=True)
    card = await alex.until_card("People affected (20)", "Page 1 of 2")
    assert {"Next page", "Losses"} <= {str(button["title"]) for button in buttons_of(card)}
    await alex.press("Next page")
    await alex.until_card("Page 2 of 2", "crowd0020@contoso.example")
    unchanged = next(m for m in await alex.messages() if m["id"] == preview["id"])
    assert find_button(card_of(unchanged), "Continue")
    await alex.press("Continue", message=unchanged)
    await alex.until(
        lambda messages: any("4 of 4" in text_of(card_of(m)) for m in messages if m["attachments"])
    )


async def test_details_can_be_typed(alex: Chat) -> None:
    await to_preview(alex, SEAN)
    await alex.say("details")
    await alex.until_card("People affected (1)", "Sean O'Brien")
