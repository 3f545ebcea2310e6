"""Buttons that no card of ours has: forged tokens, unknown verbs, and no button at all."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.support.activities import invoke, pressed
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import said_by
from tests.support.crowd import office
from tests.support.journeys import E3, PEOPLE, to_people
from tests.support.raw_client import RawClient
from tests.support.seen import Json, find_button, press_of, text_of

UNKNOWN = "This card has expired"
#: What carries nothing of ours leaves the card alone.
EMPTY = "Teams sent that click without its details"

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOKENS = {
    "forged": lambda token: "A" * len(token),
    "truncated": lambda token: token[:-1],
    "extended": lambda token: token + "A",
    "of other case": lambda token: token.swapcase(),
    "of blanks": lambda token: f" {token} ",
    "empty": lambda token: "",
    "a wildcard": lambda token: "%",
    "SQL": lambda token: f"{token}' or '1'='1",
    "NUL": lambda token: f"{token}\x00",
    "a lone surrogate": lambda token: "\ud800",
    "long": lambda token: token * 10_000,
    "a list": lambda token: [token],
    "an object": lambda token: {"$ne": None},
    "null": lambda token: None,
    "a number": lambda token: 7,
}

VERBS = [
    "remove",
    "next!",
    "",
    "REMOVE",
    "__class__",
    "page",
    "resume",
    "take_off",
    "x" * 9_999,
    "all_holders",
    "skip_problems",
    None,
    5,
    ["next"],
    "by_product\x00",
]
ARGS = ["-1", "1e9", "9" * 400, "٣", "²", "\x00", "../1", "NaN", {"a": 1}]

SHAPES: dict[str, Any] = {
    "nothing": {},
    "no object": {"unassign": "next"},
    "a list": {"unassign": ["next"]},
    "null": {"unassign": None},
    "only a verb": {"unassign": {"verb": "next"}},
    "someone else's card": {"msteams": {"type": "imBack"}, "action": "approve"},
    "a deep object": {"unassign": {"verb": {"verb": {"verb": {}}}, "token": {}}},
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def env(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path_factory.mktemp("ledger"), office()) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(env: BotFixture) -> RawClient:
    """Alex, who chose Office 365 E3 and stands before the choice of people."""
    chat = await env.chat().open()
    await to_people(chat, E3)
    return await RawClient.of(env, chat)


@pytest.mark.parametrize("change", TOKENS.values(), ids=TOKENS.keys())
async def test_a_token_that_is_not_ours_is_unknown(client: RawClient, change: Any) -> None:
    ours = press_of(find_button(client.card, "Preview"))
    answer = await client.send({"unassign": {**ours, "token": change(ours["token"])}})
    assert UNKNOWN in text_of(answer) or EMPTY in text_of(answer)
    assert PEOPLE in text_of(await client.press("Add to the list"))


@pytest.mark.parametrize("verb", VERBS, ids=repr)
async def test_a_verb_of_another_step_or_of_none_changes_nothing(
    env: BotFixture, client: RawClient, verb: Any
) -> None:
    ours = press_of(find_button(client.card, "Preview"))
    answer = await client.send({"unassign": {**ours, "verb": verb}})
    assert any(text in text_of(answer) for text in (PEOPLE, UNKNOWN, EMPTY))
    client.card = answer if PEOPLE in text_of(answer) else client.card
    assert PEOPLE in text_of(await client.press("Add to the list"))
    assert await env.writes() == []


@pytest.mark.parametrize("arg", ARGS, ids=lambda arg: repr(arg)[:12])
async def test_a_page_that_is_not_there_is_a_page_that_is(client: RawClient, arg: Any) -> None:
    card = await client.press("Show all")
    ours = press_of(find_button(card, "Use these people"))
    client.card = await client.send({"unassign": {**ours, "verb": "page", "arg": arg}})
    assert "Select who should lose it" in text_of(client.card)
    assert "Add to the list" in text_of(await client.press("Back"))


@pytest.mark.parametrize("data", SHAPES.values(), ids=SHAPES.keys())
async def test_what_is_no_button_of_ours_is_answered(client: RawClient, data: Json) -> None:
    assert EMPTY in text_of(await client.send(data))
    assert PEOPLE in text_of(await client.press("Add to the list"))


@pytest.mark.parametrize("data", SHAPES.values(), ids=SHAPES.keys())
async def test_what_is_no_button_of_ours_is_answered_when_submitted(
    env: BotFixture, client: RawClient, data: Json
) -> None:
    alex = env.chat()
    before = len(await alex.messages())
    status, _ = await env.post(pressed(env, data or {"x": 1}))
    assert status == 202
    messages = await alex.until(lambda messages: messages if len(messages) > before else None)
    assert EMPTY in said_by(messages[-1])
    assert PEOPLE in text_of(await client.press("Add to the list"))


@pytest.mark.parametrize("value", [None, "next", [], 7, {"action": None}, {"action": {"data": 5}}])
async def test_an_invoke_without_a_button_is_no_fault_of_ours(env: BotFixture, value: Any) -> None:
    activity = invoke(env, {})
    activity["value"] = value
    status, body = await env.post(activity)
    assert status in {200, 400}
    assert body


@pytest.mark.parametrize("name", ["task/fetch", "signin/verifyState", "fileConsent/invoke", "x/y"])
async def test_an_invoke_that_no_one_answers_says_so(env: BotFixture, name: str) -> None:
    activity = invoke(env, {}) | {"name": name}
    status, _ = await env.post(activity)
    assert status in {200, 501}
