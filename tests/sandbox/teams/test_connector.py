"""What a bot gets from the connector."""

from urllib.parse import quote

from sandbox.organization.personas import ALEX, BOT_ID, BOT_NAME, MEGAN
from sandbox.teams.chats import CHANNEL_ID, TEAM_ID, personal_chat
from tests.sandbox.teams.conftest import Stage
from tests.support.scripted_bot import card, message, text

CHAT = f"/teams/v3/conversations/{quote(personal_chat(ALEX), safe='')}"
CHANNEL = f"/teams/v3/conversations/{quote(CHANNEL_ID, safe='')}"


async def test_a_message_is_sent_changed_and_taken_back(stage: Stage) -> None:
    status, sent = await stage.call("POST", f"{CHAT}/activities/whatever", message("One"))
    assert status == 201
    [seen] = await stage.seen()
    assert (seen["id"], seen["author"], seen["text"]) == (sent["id"], BOT_ID, "One")
    path = f"{CHAT}/activities/{sent['id']}"
    assert await stage.call("PUT", path, message("Two")) == (200, sent)
    [seen] = await stage.seen()
    assert (seen["text"], seen["edited"]) == ("Two", True)
    assert await stage.call("DELETE", path) == (200, sent)
    assert await stage.seen() == []
    status, body = await stage.call("PUT", path, message("Three"))
    assert (status, body["error"]["code"]) == (404, "ActivityNotFoundInConversation")


async def test_ids_are_times_and_never_repeat(stage: Stage) -> None:
    ids = [
        int((await stage.call("POST", f"{CHAT}/activities", message("x")))[1]["id"])
        for _ in range(5)
    ]
    assert ids == sorted(set(ids))
    assert len(str(ids[0])) == 13


async def test_no_one_knows_this_conversation(stage: Stage) -> None:
    status, body = await stage.call("POST", "/teams/v3/conversations/a%3Ax/activities", message())
    assert (status, body["error"]["code"]) == (404, "ConversationNotFound")


async def test_more_than_a_hundred_kilobytes_in_utf16_is_too_big(stage: Stage) -> None:
    fits = message(shown=card(text("x" * 50_000)))
    status, _ = await stage.call("POST", f"{CHAT}/activities", fits)
    assert status == 201
    too_big = message(shown=card(text("x" * 51_200)))
    status, body = await stage.call("POST", f"{CHAT}/activities", too_big)
    assert (status, body["error"]["code"]) == (413, "MessageSizeTooBig")


async def test_nonsense_is_refused(stage: Stage) -> None:
    for body in (["not", "an", "object"], {"type": "dance"}):
        status, answer = await stage.call("POST", f"{CHAT}/activities", body)
        assert (status, answer["error"]["code"]) == (400, "BadSyntax")


async def test_typing_is_no_message(stage: Stage) -> None:
    status, _ = await stage.call("POST", f"{CHAT}/activities", {"type": "typing"})
    assert status == 202
    assert await stage.seen() == []


async def test_the_bot_changes_only_what_it_wrote(stage: Stage) -> None:
    await stage.do("say", text="mine")
    [mine] = await stage.seen()
    status, _ = await stage.call("PUT", f"{CHAT}/activities/{mine['id']}", message("stolen"))
    assert status == 403


async def test_a_personal_chat_is_found_by_its_member(stage: Stage) -> None:
    path = "/teams/v3/conversations"
    for id_ in (MEGAN.teams_id, MEGAN.oid):
        asked = {
            "isGroup": False,
            "bot": {"id": BOT_ID, "name": BOT_NAME},
            "members": [{"id": id_}],
        }
        assert await stage.call("POST", path, asked) == (201, {"id": personal_chat(MEGAN)})
    for members in ([{"id": "29:nobody"}], []):
        status, body = await stage.call("POST", path, {"members": members})
        assert (status, body["error"]["code"]) == (400, "BadArgument")


async def test_a_thread_in_the_channel_starts_with_a_message(stage: Stage) -> None:
    asked = {
        "isGroup": True,
        "channelData": {"channel": {"id": CHANNEL_ID}},
        "activity": message("News"),
    }
    status, body = await stage.call("POST", "/teams/v3/conversations", asked)
    assert status == 201
    assert body["id"] == f"{CHANNEL_ID};messageid={body['activityId']}"
    [seen] = await stage.seen("megan", "channel")
    assert seen["text"] == "News"


async def test_members_are_told_one_by_one_and_by_the_page(stage: Stage) -> None:
    team = f"/teams/v3/conversations/{quote(TEAM_ID)}"
    _, page = await stage.call("GET", f"{team}/pagedmembers?pageSize=100")
    assert page["totalCount"] == 3
    _, everyone = await stage.call("GET", f"{CHANNEL}/members")
    assert [one["objectId"] for one in page["members"]] == [one["aadObjectId"] for one in everyone]
    assert not any({"aadObjectId", "name"} & set(one) for one in page["members"])
    # Asked for the channel's id, Teams returns a part of them.
    _, page = await stage.call("GET", f"{CHANNEL}/pagedmembers?pageSize=100")
    assert page["totalCount"] == 1
    for key in (ALEX.teams_id, ALEX.oid):
        status, alex = await stage.call("GET", f"{CHAT}/members/{quote(key)}")
        assert (status, alex["aadObjectId"]) == (200, ALEX.oid)
        assert alex["userPrincipalName"] == "alexw@contoso.example"
    status, body = await stage.call("GET", f"{CHAT}/members/{quote(MEGAN.oid)}")
    assert (status, body["error"]["code"]) == (404, "MemberNotFoundInConversation")


async def test_the_team_has_two_channels(stage: Stage) -> None:
    _, team = await stage.call("GET", f"/teams/v3/teams/{quote(TEAM_ID)}")
    _, channels = await stage.call("GET", f"/teams/v3/teams/{quote(TEAM_ID)}/conversations")
    assert (team["name"], team["channelCount"]) == ("IT", 2)
    assert [c.get("name") for c in channels["conversations"]] == [None, "Licenses"]
    status, _ = await stage.call("GET", "/teams/v3/teams/19%3Anone")
    assert status == 404


async def test_ordered_faults_strike_as_often_as_ordered(stage: Stage) -> None:
    order = {"method": "POST", "status": 429, "retryAfter": 0.5, "times": 1}
    assert (await stage.call("POST", "/_sandbox/teams/faults", order))[0] == 204
    path = f"{stage.url}{CHAT}/activities"
    async with stage.session.post(path, json=message("x")) as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "0.5")
        assert (await response.json())["error"]["code"] == "TooManyRequests"
    assert (await stage.call("POST", f"{CHAT}/activities", message("x")))[0] == 201
    await stage.call("POST", "/_sandbox/teams/faults", {"status": 502, "times": 9})
    await stage.call("DELETE", "/_sandbox/teams/faults")
    assert (await stage.call("POST", f"{CHAT}/activities", message("x")))[0] == 201
    assert (await stage.call("POST", "/_sandbox/teams/faults", {"status": "many"}))[0] == 400
