"""What the client sends, and how it reads the answers."""

import asyncio
from urllib.parse import quote

import pytest
from aiohttp import web

from sandbox.organization.personas import ADELE, ALEX, BOT_ID, MEGAN, TENANT
from sandbox.teams.chats import CHANNEL_ID, personal_chat
from tests.sandbox.teams.conftest import Stage
from tests.support.scripted_bot import (
    ScriptedBot,
    card,
    execute,
    message,
    rehearsal,
    replaced_by,
    text,
)

HOME = card(text("Home"), actions=(execute("On", "on"),))


async def shown(stage: Stage) -> str:
    """Have the bot show a card; the message's id."""
    stage.bot.texts["hi"] = message(shown=HOME)
    await stage.do("say", text="hi")
    return str((await stage.seen())[-1]["id"])


async def test_first_opening_installs_the_bot_and_the_second_says_nothing(stage: Stage) -> None:
    await stage.do("open")
    await stage.do("open")
    installed, joined = stage.bot.state
    assert (installed["type"], installed["action"]) == ("installationUpdate", "add")
    assert [m["id"] for m in joined["membersAdded"]] == [ALEX.teams_id, BOT_ID]
    assert installed["channelData"]["settings"]["selectedChannel"]["id"] == personal_chat(ALEX)


async def test_a_message_has_the_shape_of_teams(stage: Stage) -> None:
    assert await stage.do("say", text="hello", locale="de-DE", timezone="Europe/Berlin") == {
        "delivered": True
    }
    said = stage.bot.last()
    assert said["text"] == "hello"
    assert said["textFormat"] == "plain"
    assert said["from"] == {
        "id": ALEX.teams_id,
        "aadObjectId": ALEX.oid,
        "name": ALEX.name,
    }
    assert said["conversation"] == {
        "conversationType": "personal",
        "tenantId": TENANT,
        "id": personal_chat(ALEX),
    }
    assert said["channelData"] == {"tenant": {"id": TENANT}}
    assert said["serviceUrl"] == stage.teams
    assert said["locale"] == "de-DE"
    assert said["localTimestamp"][-6:] in ("+01:00", "+02:00")
    assert said["entities"][0]["timezone"] == "Europe/Berlin"


async def test_a_time_zone_no_one_knows_counts_as_utc(stage: Stage) -> None:
    await stage.do("say", text="hello", timezone="Mars/Olympus")
    assert stage.bot.last()["localTimestamp"].endswith("+00:00")


async def test_a_client_may_tell_nothing_of_its_local_time(stage: Stage) -> None:
    await stage.do("say", text="hello", timezone="")
    said = stage.bot.last()
    assert not {"localTimestamp", "localTimezone"} & set(said)
    assert "timezone" not in said["entities"][0]


async def test_in_the_channel_the_bot_hears_only_its_name(stage: Stage) -> None:
    await stage.do("say", MEGAN.oid, conversation=CHANNEL_ID, text="anyone there?")
    assert stage.bot.state == []
    await stage.do("say", MEGAN.oid, conversation=CHANNEL_ID, text="@Unassign help")
    said = stage.bot.last()
    assert said["text"] == "<at>Unassign</at> help"
    assert said["entities"][0]["mentioned"]["id"] == BOT_ID
    assert said["conversation"]["id"] == f"{CHANNEL_ID};messageid={said['id']}"
    assert said["conversation"]["isGroup"] is True
    assert [m["text"] for m in await stage.seen("adele", "channel")] == [
        "anyone there?",
        "@Unassign help",
    ]


async def test_a_reply_stays_in_its_thread(stage: Stage) -> None:
    await stage.do("say", conversation=CHANNEL_ID, text="first")
    thread = (await stage.seen("alex", "channel"))[0]["conversation"]
    await stage.do("say", MEGAN.oid, conversation=thread, text="@Unassign second")
    assert stage.bot.last()["conversation"]["id"] == thread


async def test_no_one_writes_into_someone_elses_chat(stage: Stage) -> None:
    asked = {"persona": MEGAN.oid, "conversation": personal_chat(ALEX), "text": "x"}
    status, _ = await stage.call("POST", "/page/api/say", asked)
    assert status == 404


async def test_execute_sends_the_invoke_and_puts_the_card_in_place(stage: Stage) -> None:
    id_ = await shown(stage)
    stage.bot.verbs["on"] = lambda _: replaced_by(card(text("Next")))
    action = {"type": "Action.Execute", "title": "On", "verb": "on", "data": {"step": "1"}}
    answer = await stage.do("execute", message=id_, action=action)
    assert answer["kind"] == "card"
    invoke = stage.bot.last("invoke")
    assert invoke["name"] == "adaptiveCard/action"
    assert invoke["value"] == {"action": action, "trigger": "manual"}
    assert invoke["replyToId"] == id_ == invoke["channelData"]["legacy"]["replyToId"]
    assert (await stage.seen())[-1]["attachments"][0]["content"]["body"][0]["text"] == "Next"


async def test_a_card_in_the_channel_changes_only_for_who_pressed(stage: Stage) -> None:
    stage.bot.texts["<at>Unassign</at> hi"] = message(shown=HOME)
    await stage.do("say", conversation=CHANNEL_ID, text="@Unassign hi")
    posted = (await stage.seen("megan", "channel"))[-1]
    stage.bot.verbs["on"] = lambda _: replaced_by(card(text("For Megan")))
    await stage.do(
        "execute",
        MEGAN.oid,
        conversation=posted["conversation"],
        message=posted["id"],
        action={"type": "Action.Execute", "verb": "on"},
    )

    async def words(who: str) -> str:
        content = (await stage.seen(who, "channel"))[-1]["attachments"][0]["content"]
        return str(content["body"][0]["text"])

    assert [await words(who) for who in ("megan", "adele")] == ["For Megan", "Home"]
    update = message(shown=card(text("For all")))
    await stage.bot.call("PUT", stage.teams, posted["conversation"], posted["id"], update)
    assert await words("megan") == "For all"


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (
            {
                "statusCode": 200,
                "type": "application/vnd.microsoft.activity.message",
                "value": "Noted.",
            },
            "notice",
            "Noted.",
        ),
        (
            {
                "statusCode": 400,
                "type": "application/vnd.microsoft.error",
                "value": {"code": "BadRequest", "message": "Not you."},
            },
            "error",
            "Not you.",
        ),
        (web.Response(status=500), "error", "Something went wrong. Please try again."),
        (web.json_response("what?"), "done", ""),
        (
            {"statusCode": 200, "type": "unheard of"},
            "error",
            "Something went wrong. Please try again.",
        ),
    ],
)
async def test_other_answers_are_shown_as_teams_shows_them(
    stage: Stage, answer: object, kind: str, words: str
) -> None:
    id_ = await shown(stage)
    stage.bot.verbs["on"] = lambda _: answer
    action = {"type": "Action.Execute", "verb": "on"}
    seen = await stage.do("execute", message=id_, action=action)
    assert (seen["kind"], seen["text"]) == (kind, words)


async def test_a_bot_that_takes_too_long_is_given_up(bot: ScriptedBot) -> None:
    given_up = asyncio.Event()

    async def slow(_: object) -> object:
        await given_up.wait()
        return replaced_by(HOME)

    bot.verbs["on"] = slow
    async with rehearsal(bot, invoke_timeout=0.1) as url:
        asked = {
            "persona": "alex",
            "conversation": personal_chat(ALEX),
            "message": "1",
            "action": {"verb": "on"},
        }
        assert bot.session is not None
        async with bot.session.post(f"{url}/page/api/execute", json=asked) as response:
            answer = await response.json()
    assert answer["text"] == "Unable to reach app. Please try again."


async def test_submit_is_a_message_with_a_value(stage: Stage) -> None:
    id_ = await shown(stage)
    await stage.do("submit", message=id_, value={"step": "1", "who": "a,b"})
    said = stage.bot.last()
    assert said["value"] == {"step": "1", "who": "a,b"}
    assert "text" not in said
    assert said["replyToId"] == id_ == said["channelData"]["legacy"]["replyToId"]


async def test_a_search_shows_fifteen_at_most(stage: Stage) -> None:
    found = [{"title": f"Person {n}", "value": str(n)} for n in range(30)]
    stage.bot.invokes["application/search"] = lambda _: {
        "statusCode": 200,
        "type": "application/vnd.microsoft.search.searchResponse",
        "value": {"results": found},
    }
    value = {"queryText": "per", "queryOptions": {"skip": 0, "top": 15}, "dataset": "people"}
    answer = await stage.do("search", value=value)
    assert len(answer["choices"]) == 15
    assert stage.bot.last("invoke")["value"] == value


async def test_a_dialog_opens_goes_on_and_ends(stage: Stage) -> None:
    id_ = await shown(stage)
    form = {"title": "More", "card": {"contentType": "x", "content": HOME}}
    stage.bot.invokes["task/fetch"] = lambda _: {"task": {"type": "continue", "value": form}}
    stage.bot.invokes["task/submit"] = lambda _: {"task": {"type": "message", "value": "Thanks"}}
    data = {"msteams": {"type": "task/fetch"}}
    opened = await stage.do("dialog", message=id_, data=data, fetch=True)
    assert (opened["kind"], opened["title"], opened["card"]) == ("dialog", "More", HOME)
    ended = await stage.do("dialog", message=id_, data={"a": "1"}, fetch=False)
    assert (ended["kind"], ended["text"]) == ("notice", "Thanks")
    assert stage.bot.last("invoke")["value"]["data"] == {"a": "1"}


async def test_ten_thousand_pasted_lines_arrive(stage: Stage) -> None:
    lines = "\n".join(
        f"Person Number {n} <person.number.{n}@contoso.example>" for n in range(10_000)
    )
    assert (await stage.do("say", text=lines))["delivered"] is True
    assert stage.bot.last()["text"] == lines


async def test_what_is_sent_is_signed_when_the_rehearsal_signs(bot: ScriptedBot) -> None:
    async def sign() -> str:
        return "Bearer signed"

    async with rehearsal(bot, authorization=sign) as url:
        asked = {"persona": "adele", "conversation": personal_chat(ADELE), "text": "x"}
        assert bot.session is not None
        async with bot.session.post(f"{url}/page/api/say", json=asked):
            pass
    assert bot.headers[0]["Authorization"] == "Bearer signed"


async def test_another_site_cannot_speak_for_a_person(stage: Stage) -> None:
    path = f"{stage.url}/page/api/say"
    async with stage.session.post(path, data='{"persona":"alex"}') as response:
        assert response.status == 415
    feed = f"{stage.url}/page/api/events?persona={quote(ALEX.oid)}"
    async with stage.session.get(feed, headers={"Origin": "https://elsewhere.example"}) as response:
        assert response.status == 403
