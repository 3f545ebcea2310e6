"""What the client does with a card that asks to sign in."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sandbox.organization.personas import ALEX, Persona
from sandbox.teams.chats import CHANNEL_ID
from tests.sandbox.teams.conftest import Stage
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
from tests.support.waiting import until

WINDOW = "http://127.0.0.1:9/auth/start?t=1"
OAUTH: Json = {
    "text": "Please sign in.",
    "connectionName": "self",
    "tokenExchangeResource": {"id": "exchange-1", "uri": "api://botid-x"},
    "buttons": [{"type": "signin", "title": "Sign in here", "value": WINDOW}],
}
ASKING: Json = {
    "type": "message",
    "attachments": [{"contentType": "application/vnd.microsoft.card.oauth", "content": OAUTH}],
}
LOGIN: Json = {
    "statusCode": 401,
    "type": "application/vnd.microsoft.activity.loginRequest",
    "value": OAUTH,
}
PRECONDITION: Json = {
    "statusCode": 412,
    "type": "application/vnd.microsoft.error.preconditionFailed",
    "value": {"code": "412", "message": "Consent is needed."},
}
HOME = card(text("Home"), actions=(execute("On", "on"),))
ACTION = {"type": "Action.Execute", "verb": "on", "data": {"n": 1}}


@pytest.fixture
def tokens() -> dict[str, str]:
    """The client's tokens by object id."""
    return {ALEX.oid: "token of Alex"}


@pytest.fixture
async def stage(bot: ScriptedBot, tokens: dict[str, str]) -> AsyncIterator[Stage]:
    def sso(persona: Persona) -> str | None:
        return tokens.get(persona.oid)

    async with rehearsal(bot, sso=sso) as url, aiohttp.ClientSession() as session:
        yield Stage(bot, url, session)


async def asked(stage: Stage, answers: int = 1, *, hidden: bool = True) -> list[Json]:
    """Have the bot ask, wait until it heard the answers; what Alex then sees of the bot."""
    stage.bot.texts["hi"] = ASKING
    await stage.do("say", text="hi")
    await until(lambda: len(stage.bot.invoked()) >= answers)

    async def seen() -> list[Json]:
        found = (await stage.seen())[1:]
        return found if [m["hidden"] for m in found] == [hidden] else []

    return await until(seen)


async def test_the_client_answers_by_itself_and_nothing_is_seen(stage: Stage) -> None:
    stage.bot.invokes["signin/tokenExchange"] = lambda _: web.Response()
    seen = await asked(stage)
    assert [(m["hidden"], m["attachments"]) for m in seen] == [(True, [])]
    (sent,) = stage.bot.invoked()
    assert sent["value"] == {
        "id": "exchange-1",
        "connectionName": "self",
        "token": "token of Alex",
    }
    assert sent["replyToId"] == seen[0]["id"]


async def test_a_bot_that_cannot_use_the_token_has_the_card_shown(stage: Stage) -> None:
    stage.bot.invokes["signin/tokenExchange"] = lambda _: web.json_response({}, status=412)
    (seen,) = await asked(stage, hidden=False)
    assert seen["attachments"][0]["content"] == OAUTH


async def test_without_a_token_the_client_says_so_and_shows_the_card(
    stage: Stage, tokens: dict[str, str]
) -> None:
    tokens.clear()
    stage.bot.invokes["signin/failure"] = lambda _: web.Response()
    await asked(stage, hidden=False)
    (sent,) = stage.bot.invoked()
    assert (sent["name"], sent["value"]["code"]) == ("signin/failure", "tokenmissing")


async def test_each_open_client_answers_with_the_same_id(stage: Stage) -> None:
    await stage.call("PATCH", "/_sandbox/teams/clients", {"clients": 3})
    stage.bot.invokes["signin/tokenExchange"] = lambda _: web.Response()
    await asked(stage, answers=3)
    sent = stage.bot.invoked()
    assert [s["value"]["id"] for s in sent] == ["exchange-1"] * 3
    assert len({s["id"] for s in sent}) == 3


async def test_a_changed_card_is_answered_again_only_if_its_id_is_new(stage: Stage) -> None:
    stage.bot.invokes["signin/tokenExchange"] = lambda _: web.Response()
    (seen,) = await asked(stage)
    chat, url = seen["conversation"], stage.teams
    await stage.bot.call("PUT", url, chat, seen["id"], ASKING)
    other = {**OAUTH, "tokenExchangeResource": {"id": "exchange-2"}}
    attachment = {**ASKING["attachments"][0], "content": other}
    await stage.bot.call("PUT", url, chat, seen["id"], {**ASKING, "attachments": [attachment]})
    await until(lambda: len(stage.bot.invoked()) >= 2)
    assert [s["value"]["id"] for s in stage.bot.invoked()] == ["exchange-1", "exchange-2"]


async def test_in_the_channel_a_card_with_a_window_only_is_shown_at_once(stage: Stage) -> None:
    card = {key: value for key, value in OAUTH.items() if key != "tokenExchangeResource"}
    attachment = {**ASKING["attachments"][0], "content": card}
    stage.bot.texts["<at>Unassign</at> hi"] = {**ASKING, "attachments": [attachment]}
    await stage.do("say", conversation=CHANNEL_ID, text="@Unassign hi")
    await asyncio.sleep(0.05)
    assert stage.bot.invoked() == []
    assert (await stage.seen("megan", "channel"))[-1]["attachments"][0]["content"] == card


async def test_in_the_channel_a_card_that_wants_a_token_fails_and_no_one_sees_it(
    stage: Stage,
) -> None:
    stage.bot.invokes["signin/failure"] = lambda _: web.Response()
    stage.bot.texts["<at>Unassign</at> hi"] = ASKING
    await stage.do("say", conversation=CHANNEL_ID, text="@Unassign hi")
    await until(lambda: len(stage.bot.invoked()) == 3)
    sent = stage.bot.invoked()
    assert {one["value"]["code"] for one in sent} == {"resourcematchfailed"}
    assert (await stage.seen("megan", "channel"))[-1]["attachments"] == []


@pytest.mark.parametrize(("status", "kind"), [(200, "done"), (412, "error")])
async def test_what_the_window_said_goes_to_the_bot(stage: Stage, status: int, kind: str) -> None:
    stage.bot.invokes["signin/verifyState"] = lambda _: web.json_response({}, status=status)
    answer = await stage.do("verify", message="1", state="ABCD-2345")
    assert answer["kind"] == kind
    assert stage.bot.last("invoke")["value"] == {"state": "ABCD-2345"}


def asks_first(*answers: Json) -> Any:
    """A bot that gives these answers one after the other."""
    left = list(answers)
    return lambda _: left.pop(0)


async def test_a_press_is_repeated_with_the_token_when_the_bot_asks(stage: Stage) -> None:
    stage.bot.texts["hi"] = message(shown=HOME)
    await stage.do("say", text="hi")
    id_ = (await stage.seen())[-1]["id"]
    stage.bot.verbs["on"] = asks_first(LOGIN, replaced_by(card(text("Next"))))
    answer = await stage.do("execute", message=id_, action=ACTION)
    assert answer["kind"] == "card"
    first, second = stage.bot.invoked()
    assert first["id"] != second["id"]
    assert first["value"] == {"action": ACTION, "trigger": "manual"}
    assert second["value"] == {
        **first["value"],
        "authentication": {
            "id": "exchange-1",
            "connectionName": "self",
            "token": "token of Alex",
        },
    }


@pytest.mark.parametrize("refusal", [PRECONDITION, LOGIN])
async def test_when_the_token_does_not_help_the_person_is_asked(
    stage: Stage, refusal: Json
) -> None:
    stage.bot.verbs["on"] = asks_first(LOGIN, refusal)
    answer = await stage.do("execute", message="1", action=ACTION)
    assert answer["kind"] == "sign-in"
    assert (answer["title"], answer["url"]) == ("Sign in here", WINDOW)
    assert len(stage.bot.invoked()) == 2


async def test_without_a_token_the_person_is_asked_at_once(
    stage: Stage, tokens: dict[str, str]
) -> None:
    tokens.clear()
    stage.bot.verbs["on"] = asks_first(LOGIN)
    assert (await stage.do("execute", message="1", action=ACTION))["kind"] == "sign-in"


async def test_after_the_window_the_press_is_repeated_with_its_code(stage: Stage) -> None:
    stage.bot.verbs["on"] = asks_first({"statusCode": 200})
    await stage.do("execute", message="1", action=ACTION, state="ABCD-2345")
    (sent,) = stage.bot.invoked()
    assert sent["value"] == {"action": ACTION, "trigger": "manual", "state": "ABCD-2345"}


async def test_a_wrong_code_and_a_card_that_is_none_are_errors(stage: Stage) -> None:
    wrong = {
        "statusCode": 401,
        "type": "application/vnd.microsoft.error.incorrectAuthCode",
        "value": {"code": "401", "message": "Wrong code."},
    }
    stage.bot.verbs["on"] = asks_first(wrong, {**LOGIN, "value": "nothing"})
    answer = await stage.do("execute", message="1", action=ACTION, state="x")
    assert (answer["kind"], answer["text"]) == ("error", "Wrong code.")
    assert (await stage.do("execute", message="1", action=ACTION))["kind"] == "error"
