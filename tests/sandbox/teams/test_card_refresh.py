"""Cards that look different to each viewer, and a bot that is taken out of a channel."""

import pytest

from sandbox.organization.personas import ADELE, ALEX, BOT_ID, MEGAN
from sandbox.teams.chats import CHANNEL_ID, TEAM_ID
from tests.sandbox.teams.conftest import Stage
from tests.support.scripted_bot import Json, ScriptedBot, card, execute, message, replaced_by, text
from tests.support.waiting import until


def request(words: str, *people: str) -> Json:
    """A card with a view for each of these people; for everyone where no one is named."""
    refresh: Json = {"action": execute("", "look", data={"of": words})}
    if people:
        refresh["userIds"] = list(people)
    return card(text(words), refresh=refresh)


def views(bot: ScriptedBot) -> None:
    """Let the bot draw a card with the viewer's name."""

    def look(activity: Json) -> Json:
        data = activity["value"]["action"]["data"]
        return replaced_by(card(text(f"{data['of']} for {activity['from']['name']}")))

    bot.verbs["look"] = look


async def post(stage: Stage, shown: Json) -> str:
    path = f"/teams/v3/conversations/{CHANNEL_ID}/activities"
    _, body = await stage.call("POST", path, message(shown=shown))
    return str(body["id"])


async def sees(stage: Stage, persona: str, words: str) -> None:
    """Wait until this person sees a card with these words, and nothing else."""

    async def seen() -> bool:
        messages = await stage.seen(persona, "channel")
        texts = [m["attachments"][0]["content"]["body"][0]["text"] for m in messages]
        return texts == [words]

    await until(seen)


async def test_everyone_who_is_named_and_looks_gets_a_view_of_their_own(stage: Stage) -> None:
    views(stage.bot)
    for persona in (ALEX, MEGAN, ADELE):
        await stage.do("open", persona.oid, conversation=CHANNEL_ID)
    await post(stage, request("One", ALEX.teams_id, MEGAN.teams_id))
    await sees(stage, "alex", "One for Alex Wilber")
    await sees(stage, "megan", "One for Megan Bowen")
    await sees(stage, "adele", "One")
    asked = [a["value"] for a in stage.bot.state if a.get("name") == "adaptiveCard/action"]
    assert {value["trigger"] for value in asked} == {"automatic"}
    assert {value["action"]["verb"] for value in asked} == {"look"}


async def test_without_names_everyone_in_a_small_chat_gets_one(stage: Stage) -> None:
    views(stage.bot)
    await stage.do("open", ADELE.oid, conversation=CHANNEL_ID)
    await post(stage, request("One"))
    await sees(stage, "adele", "One for Adele Vance")
    await sees(stage, "alex", "One")


async def test_who_opens_the_chat_later_gets_one_then(stage: Stage) -> None:
    views(stage.bot)
    await post(stage, request("One", ALEX.teams_id))
    await sees(stage, "alex", "One")
    await stage.do("open", ALEX.oid, conversation=CHANNEL_ID)
    await sees(stage, "alex", "One for Alex Wilber")


async def test_an_edit_brings_new_views(stage: Stage) -> None:
    views(stage.bot)
    await stage.do("open", ALEX.oid, conversation=CHANNEL_ID)
    id_ = await post(stage, request("One", ALEX.teams_id))
    await sees(stage, "alex", "One for Alex Wilber")
    path = f"/teams/v3/conversations/{CHANNEL_ID}/activities/{id_}"
    await stage.call("PUT", path, message(shown=request("Two", ALEX.teams_id)))
    await sees(stage, "alex", "Two for Alex Wilber")
    await sees(stage, "megan", "Two")


async def test_an_answer_that_is_no_card_leaves_what_is_there(stage: Stage) -> None:
    stage.bot.verbs["look"] = lambda _: {"statusCode": 401, "type": "x", "value": {}}
    await stage.do("open", ALEX.oid, conversation=CHANNEL_ID)
    await post(stage, request("One", ALEX.teams_id))
    await until(stage.bot.invoked)
    await sees(stage, "alex", "One")


@pytest.mark.parametrize(
    "refresh", [None, 3, {}, {"action": None}, {"action": {}, "userIds": "all"}]
)
async def test_an_odd_refresh_breaks_nothing(stage: Stage, refresh: object) -> None:
    await stage.do("open", ALEX.oid, conversation=CHANNEL_ID)
    await post(stage, card(text("One"), refresh=refresh))
    await sees(stage, "alex", "One")


async def test_a_bot_that_is_taken_out_is_told_and_not_heard_any_longer(stage: Stage) -> None:
    await stage.do("open", ALEX.oid, conversation=CHANNEL_ID)
    id_ = await post(stage, card(text("One")))
    status, _ = await stage.call("PUT", "/_sandbox/teams/bot", {"member": False})
    assert status == 204
    told = stage.bot.last("conversationUpdate")
    assert told["type"] == "conversationUpdate"
    assert told["membersRemoved"] == [{"id": BOT_ID}]
    assert told["channelData"]["team"]["id"] == told["conversation"]["id"] == TEAM_ID
    for conversation in (CHANNEL_ID, f"{CHANNEL_ID};messageid={id_}"):
        path = f"/teams/v3/conversations/{conversation}/activities"
        status, body = await stage.call("POST", path, message("hello"))
        assert (status, body["error"]["code"]) == (403, "BotNotInConversationRoster")
    await stage.call("PUT", "/_sandbox/teams/bot", {"member": True})
    assert stage.bot.last("conversationUpdate")["membersAdded"] == [{"id": BOT_ID}]
    assert await post(stage, card(text("Two")))


async def test_a_deleted_message_is_gone_and_no_one_tells_the_bot(stage: Stage) -> None:
    id_ = await post(stage, card(text("One")))
    state = len(stage.bot.state)
    status, _ = await stage.call("DELETE", f"/_sandbox/teams/messages/{id_}")
    assert status == 204
    assert len(stage.bot.state) == state
    path = f"/teams/v3/conversations/{CHANNEL_ID}/activities/{id_}"
    status, body = await stage.call("PUT", path, message("hello"))
    assert (status, body["error"]["code"]) == (404, "ActivityNotFoundInConversation")
    assert (await stage.call("DELETE", f"/_sandbox/teams/messages/{id_}"))[0] == 404
    assert (await stage.call("PUT", "/_sandbox/teams/bot", {}))[0] == 400
