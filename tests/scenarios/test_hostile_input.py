"""Whatever a client sends, there is a clear answer, never a 500, and the draft is still there."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from sandbox.organization import personas
from tests.support.activities import invoke
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.crowd import office
from tests.support.journeys import CONFIRM, E3, PEOPLE, to_confirm, to_people
from tests.support.raw_client import RawClient
from tests.support.seen import text_of

#: All rows share one environment and one draft: after each row the draft is still there.
pytestmark = pytest.mark.asyncio(loop_scope="module")

SEAN = "sean.o'brien@contoso.example"

TEXTS = {
    "nothing": "",
    "blanks": " \t\r\n\u00a0\u200b",
    "NUL": "a\x00b",
    "a lone surrogate": "\ud800",
    "control characters": "".join(map(chr, range(1, 32))),
    "right to left": "\u202egnitset\u202c",
    "combining marks": "Z" + "\u0301" * 2_000,
    "markdown": "[click](javascript:alert(1)) **bold** ~~x~~ `code`",
    "HTML": "<script>alert(1)</script><at>Everyone</at>",
    "an entity": "&lt;&#0;&amp;",
    "SQL": "'; DROP TABLE drafts;--",
    "OData": "x' or startswith(userPrincipalName,'a') or 'x' eq '",
    "a quote": '"',
    "a template": "${env} {{7*7}} %s %(x)d {0}",
    "a path": "../../../etc/passwd",
    "an address": "http://169.254.169.254/latest/meta-data",
    "a long word": "x" * 100_000,
    "a long address": "x" * 100_000 + "@contoso.example",
    "many at signs": "@" * 20_000,
    "brackets": "<" * 20_000,
    "quotes": '"' * 20_000,
    "escaped quotes": '\\"' * 10_000,
    "commas": "," * 100_000,
    "emoji": "👩🏽‍💻" * 500,
    "a huge number": "9" * 5_000,
    "a negative number": "-1",
    "an id of another tenant": "bbbbbbbb-9999-4999-8999-000000000099",
    "the bot's own id": personas.BOT_ID,
}

VALUES: dict[str, Any] = {
    "null": None,
    "a number": 1e308,
    "a boolean": True,
    "a list": [SEAN],
    "an object": {"a": {"b": SEAN}},
    "a deep list": json.loads("[" * 20 + "]" * 20),
    "a list of objects": [{"id": 1}, None, 2.5],
}

#: At each step: the inputs of its card, and those of no card.
FIELDS = {
    PEOPLE: ("people", "paste", "take_off", "holders", "fix_0", "fix_-1", "fix_99999999999", "💥"),
    CONFIRM: ("accept_ediscovery", "all_products", "license_" + E3, "unassigned", ""),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def env(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BotFixture]:
    folder: Path = tmp_path_factory.mktemp("ledger")
    async with open_bot(folder, office()) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def at_people(env: BotFixture) -> RawClient:
    """Alex, who chose Office 365 E3 and stands before the choice of people."""
    chat = await env.chat(personas.ALEX).open()
    await to_people(chat, E3)
    return await RawClient.of(env, chat)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def at_confirm(env: BotFixture) -> RawClient:
    """Adele, who stands before the confirmation."""
    chat = await env.chat(personas.ADELE).open()
    await to_confirm(chat, SEAN, E3)
    return await RawClient.of(env, chat)


@pytest.mark.parametrize("hostile", [*TEXTS.values(), *VALUES.values()], ids=[*TEXTS, *VALUES])
async def test_any_input_of_the_people_step(at_people: RawClient, hostile: Any) -> None:
    for field in FIELDS[PEOPLE]:
        card = await at_people.press("Add to the list", {field: hostile})
        assert PEOPLE in text_of(card)
        if "Continue without" in text_of(card):
            card = await at_people.press("Continue without")
        assert "No one is selected yet." in text_of(card)


@pytest.mark.parametrize("hostile", [*TEXTS.values(), *VALUES.values()], ids=[*TEXTS, *VALUES])
async def test_any_input_of_the_confirmation(
    env: BotFixture, at_confirm: RawClient, hostile: Any
) -> None:
    never = {"accept_deletion": "false", "accept_ediscovery": "true"}
    for field in FIELDS[CONFIRM]:
        card = await at_confirm.press("Remove", {**never, field: hostile})
        assert CONFIRM in text_of(card)
    assert await env.writes() == []


async def test_what_is_nested_beyond_all_measure_is_refused(
    env: BotFixture, at_people: RawClient
) -> None:
    deep = json.loads("[" * 500 + "]" * 500)
    status, body = await env.post(invoke(env, {"unassign": deep}))
    assert status == 400
    assert body["error"]["code"] == "BadActivity"
    await at_people.press("Add to the list", {"paste": "jonis@contoso.example"})
    assert "1 person selected" in text_of(at_people.card)
