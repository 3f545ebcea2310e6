"""After a removal the journal holds who decided and each person once, in one chain."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from ledger.operations import journal_check as audit
from sandbox.organization.personas import ALEX, MEGAN
from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat
from tests.support.journeys import BOXES, to_confirm

TWO = "sean.o'brien@contoso.example\nisaiahl@contoso.example"
APP = Path(__file__).parents[2] / "app.py"


async def entries(env: BotFixture) -> list[dict[str, Any]]:
    url = env.settings.database_url
    return [json.loads(json.loads(line)["entry"]) async for line in audit.export(url)]


async def unbroken(env: BotFixture) -> bool:
    findings = await audit.verify(env.settings.database_url)
    return bool(findings) and not any(finding.broken for finding in findings)


async def test_a_removal_is_told_from_the_preview_to_the_end(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, TWO)
    await alex.press("Remove", BOXES)
    await alex.until_card("2 licenses removed")
    told = await entries(env)
    people = {await env.id_of(address) for address in TWO.split("\n")}
    kinds = [entry["kind"] for entry in told]
    assert kinds[:3] == ["plan_previewed", "removal_confirmed", "run_started"]
    assert kinds[3:] == ["person_finished", "person_finished", "run_ended"]
    assert {entry["subject"] for entry in told[3:5]} == people
    assert {entry["actor"] for entry in told} == {ALEX.oid}
    assert {entry["acting_as"] for entry in told} == {"person"}
    assert len({entry["plan_hash"] for entry in told}) == 1
    assert all(entry["answer"] == "200" and entry["request_id"] for entry in told[3:5])
    assert await unbroken(env)


async def test_the_click_the_entries_and_the_calls_have_one_id(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, TWO)
    await alex.press("Remove", BOXES)
    await alex.until_card("2 licenses removed")
    preview, *rest = await entries(env)
    (click,) = {entry["correlation_id"] for entry in rest}
    assert click
    assert click != preview["correlation_id"]


async def test_a_no_is_told_with_its_reason(env: BotFixture) -> None:
    megan = await env.chat(MEGAN).open()
    await megan.say("many users")
    await megan.until_card("Global Administrator role to remove licenses.")
    (told,) = await entries(env)
    assert (told["kind"], told["actor"]) == ("refused", MEGAN.oid)
    assert told["what"] == {"step": "home", "why": "no_role"}


async def test_a_restart_leaves_no_gap_and_tells_nothing_twice(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, TWO)
    await alex.press("Remove", BOXES)
    await env.restart_bot()
    await alex.until_card("2 licenses removed")
    told = await entries(env)
    assert [entry["number"] for entry in told] == [*range(1, len(told) + 1)]
    subjects = [entry["subject"] for entry in told if entry["kind"] == "person_finished"]
    assert len(subjects) == len(set(subjects)) == 2
    assert await unbroken(env)


async def test_the_command_proves_the_journal_while_the_bot_works(
    env: BotFixture, alex: Chat
) -> None:
    await to_confirm(alex, TWO)
    settings = {
        "UNASSIGN_REHEARSAL_URL": env.sandbox_url,
        "UNASSIGN_TENANT_ID": env.settings.tenants[0],
        **env.ledger,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(APP), "journal", "verify"),
        env=os.environ | settings,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    assert b"1 entry, unbroken" in said
