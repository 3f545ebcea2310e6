"""Two bots on one PostgreSQL: no one can tell which of them answered, and nothing is done twice."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from ledger import open_ledger
from ledger.operations import journal_check as audit
from tests.support.activities import invoke, pressed
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat, card_of
from tests.support.crowd import addresses, office
from tests.support.journeys import (
    BOXES,
    CONFIRM,
    PREVIEW,
    download_of,
    to_confirm,
    to_people,
    to_preview,
)
from tests.support.postgres import PostgresServer
from tests.support.seen import find_button, text_of
from tests.support.waiting import SOON
from tests.support.workbooks import read_workbook

pytestmark = pytest.mark.long

SEAN = "sean.o'brien@contoso.example"
KEY: dict[str, Any] = {"link_key": "a key that all the replicas know"}


@pytest.fixture
async def env(tmp_path: Path, postgres: str) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, office(60), database_url=postgres, **KEY) as opened:
        yield opened


@pytest.fixture
async def other(env: BotFixture) -> AsyncIterator[str]:
    """The address of the second bot."""
    async with env.replica() as url:
        yield url


async def test_a_walk_may_go_on_at_another_replica_at_every_step(
    env: BotFixture, other: str, alex: Chat
) -> None:
    await to_people(alex)
    for title, inputs, seen in [
        ("Preview", {"paste": SEAN}, PREVIEW),
        ("Continue", {}, CONFIRM),
        ("Remove", BOXES, "1 license removed"),
    ]:
        message = await alex.message()
        data = {**find_button(card_of(message), title)["data"], **inputs}
        status, _ = await env.post(invoke(env, data, message=message["id"]), other)
        assert status == 200
        await alex.until_card(seen)
    assert len(await alex.cards()) == 1
    assert len(await env.writes()) == 1


async def test_the_same_press_at_both_replicas_at_once_removes_once(
    env: BotFixture, other: str, alex: Chat
) -> None:
    card = await to_confirm(alex, SEAN)
    message = await alex.message()
    data = {**find_button(card, "Remove")["data"], **BOXES}
    same = invoke(env, data, message=message["id"], id="f:same")
    presses = [same] * 4 + [invoke(env, data, message=message["id"]) for _ in range(4)]
    where = ["", other] * 4
    answers = await asyncio.gather(*map(env.post, presses, where))
    assert {status for status, _ in answers} == {200}
    await alex.until_card("1 license removed")
    assert len(await env.writes()) == 1
    assert len(await alex.cards()) == 1


async def test_a_message_that_teams_repeats_to_another_replica_is_answered_once(
    env: BotFixture, other: str, alex: Chat
) -> None:
    said = pressed(env, {}, text="help", id="f:help")
    for replica in ("", other, other, ""):
        assert (await env.post(said, replica))[0] in {200, 202}
    await alex.until_card("What I can do")
    await asyncio.sleep(0.3)
    assert sum("What I can do" in text_of(card_of(m)) for m in await alex.cards()) == 1


async def test_a_run_is_shared_and_its_card_is_exact(
    env: BotFixture, other: str, alex: Chat
) -> None:
    await to_confirm(alex, addresses(60))
    await alex.press("Remove", BOXES)
    await alex.until_card("60 licenses removed", "60 mailboxes")
    people = [w["person"] for w in await env.writes()]
    assert len(people) == len(set(people)) == 60
    assert len(await alex.cards()) == 1
    (finding,) = await audit.verify(env.settings.database_url)
    assert finding.broken is None


async def test_a_download_link_of_one_replica_opens_at_another(
    env: BotFixture, other: str, alex: Chat
) -> None:
    await to_preview(alex, SEAN)
    link = await download_of(alex)
    there = link.replace(env.bot_url, other)
    assert there != link
    async with env.session.get(there) as answer:
        assert answer.status == 200
        assert "Sean O'Brien" in str(read_workbook(await answer.read()))


async def test_what_a_dead_replica_had_taken_in_is_answered_by_another(
    env: BotFixture, alex: Chat
) -> None:
    ledger = await open_ledger(env.settings.database_url)
    said = pressed(env, {}, text="help", id=uuid.uuid4().hex)
    async with ledger.begin() as unit:
        await unit.inbox.arrive(
            said["id"], said["conversation"]["id"], env.clock.now(), said, "a dead one"
        )
    await ledger.close()
    await until_shown(alex, "What I can do")


async def test_a_restart_of_the_database_in_mid_run_is_survived_without_help(
    tmp_path: Path,
) -> None:
    server = PostgresServer()
    try:
        server.start()
        url = server.url(server.create())
        async with (
            open_bot(tmp_path, office(60), database_url=url, **KEY) as env,
            env.replica(),
        ):
            alex = await env.chat().open()
            await to_confirm(alex, addresses(60))
            await env.control("settings", {"latency": 0.5}, "PATCH")
            await alex.press("Remove", BOXES)
            async with asyncio.timeout(SOON):
                while len(await env.writes()) < 20:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            await asyncio.to_thread(server.stop, "SIGQUIT")
            assert len(await env.writes()) < 60
            # A click while the database is away is answered when it is back.
            asked = asyncio.create_task(alex.write("help"))
            await asyncio.sleep(0.5)
            await asyncio.to_thread(server.start)
            await asked
            await until_shown(alex, "What I can do")
            await until_shown(alex, "60 licenses removed")
            people = [w["person"] for w in await env.writes() if w["status"] == 200]
            assert len(people) == len(set(people)) == 60
            (finding,) = await audit.verify(url)
            assert finding.broken is None
    finally:
        server.remove()


async def until_shown(chat: Chat, text: str) -> None:
    """Wait until one of the cards says this."""
    await chat.until(lambda ms: any(text in text_of(card_of(m)) for m in ms if m["attachments"]))
