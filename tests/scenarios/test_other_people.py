"""Someone else's button changes nothing, in the channel as with a forged token."""

from sandbox.organization.personas import ADELE, ALEX, MEGAN
from sandbox.teams.chats import CHANNEL_ID
from tests.support.activities import invoke, pressed
from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat, card_of
from tests.support.journeys import BOXES, CONFIRM, E3, PEOPLE
from tests.support.seen import Json, find_button, text_of

SEAN = "sean.o'brien@contoso.example"
UNKNOWN = "This card has expired"


async def in_channel(env: BotFixture) -> tuple[Chat, Chat]:
    """Alex began a walk in the channel, and Megan is there."""
    alex, megan = env.chat(kind="channel"), env.chat(MEGAN, kind="channel")
    await alex.open()
    await alex.say("@Unassign by product")
    await alex.until_card("1 of 4")
    await alex.press("Next", {"products": E3})
    await alex.until_card(PEOPLE)
    return alex, megan


async def test_megan_presses_alexs_button_in_the_channel(env: BotFixture) -> None:
    alex, megan = await in_channel(env)
    answer = await megan.press("Preview", {"paste": SEAN}, message=await alex.message())
    assert answer["kind"] == "notice"
    assert "someone else" in answer["text"].lower()
    await alex.until_card(PEOPLE, "No one is selected yet.")


async def test_no_one_else_can_remove_in_the_channel(env: BotFixture) -> None:
    alex, megan = await in_channel(env)
    await alex.press("Preview", {"paste": SEAN})
    await alex.until_card("3 of 4")
    await alex.press("Continue")
    await alex.until_card(CONFIRM)
    answer = await megan.press("Remove", BOXES, message=await alex.message())
    assert answer["kind"] == "notice"
    assert await env.writes() == []
    await alex.press("Remove", BOXES)
    await alex.until_card("1 license removed")
    assert [w["actor"] for w in await env.writes()] == [ALEX.oid]


async def test_a_submitted_button_of_someone_else_is_answered_in_words(env: BotFixture) -> None:
    alex, megan = await in_channel(env)
    before = len(await alex.messages())
    card = await alex.message()
    await megan.press("Preview", {"paste": SEAN}, message=card, submit=True)
    messages = await alex.until(lambda ms: ms if len(ms) > before else None)
    assert "someone else" in messages[-1]["text"].lower()
    await alex.until_card(PEOPLE, "No one is selected yet.")


async def test_a_token_carried_to_another_chat_is_unknown_there(
    env: BotFixture, alex: Chat
) -> None:
    await alex.press("By product")
    card = await alex.until_card("1 of 4")
    await env.chat(MEGAN).open()
    data = {**find_button(card, "Next")["data"], "products": E3}
    for activity in (
        invoke(env, data, persona=MEGAN),
        invoke(env, data, persona=ALEX, conversation=CHANNEL_ID),
    ):
        status, body = await env.post(activity)
        assert status == 200
        assert UNKNOWN in text_of(body["value"])
    await alex.until_card("1 of 4")


async def test_no_one_acts_in_the_name_of_another_tenant(env: BotFixture, alex: Chat) -> None:
    await alex.press("By product")
    card = await alex.until_card("1 of 4")
    activity = invoke(env, {**find_button(card, "Next")["data"], "products": E3})
    activity["channelData"] = {"tenant": {"id": "aaaaaaaa-1111-4111-8111-111111111111"}}
    status, _ = await env.post(activity)
    assert status in {401, 403}
    await alex.until_card("1 of 4")


async def test_someone_elses_words_do_not_move_alexs_walk(env: BotFixture) -> None:
    alex, megan = await in_channel(env)
    thread = (await alex.message())["conversation"]
    await megan.say(f"@Unassign {SEAN}", thread)
    await alex.until(lambda ms: _card_with(ms, "No one is selected yet."))
    await megan.say("@Unassign cancel", thread)
    await alex.until(lambda ms: _card_with(ms, "No one is selected yet."))


async def test_two_people_walk_side_by_side(env: BotFixture, alex: Chat) -> None:
    adele = await env.chat(ADELE).open()
    for chat in (alex, adele):
        await chat.press("By product")
        await chat.until_card("1 of 4")
    await alex.press("Next", {"products": E3})
    await alex.until_card(PEOPLE)
    await adele.until_card("1 of 4")


async def test_a_person_without_an_entra_id_is_answered(env: BotFixture, alex: Chat) -> None:
    activity = pressed(env, {}, text="by product")
    del activity["from"]["aadObjectId"]
    status, _ = await env.post(activity)
    assert status in {202, 400, 401, 403}


def _card_with(messages: list[Json], text: str) -> bool:
    return any(m["attachments"] and text in text_of(card_of(m)) for m in messages)
