"""On PostgreSQL with the account that deployments give to the bot, everything works.

`make test-postgresql` runs all scenarios with it.
"""

import asyncio
from pathlib import Path

import pytest

from commands.forget import forget
from commands.hold import hold
from ledger.operations import journal_check as audit
from ledger.operations.status import operator_status
from tests.support.days import days_later, until_reminders
from tests.support.requesting import ONE, open_office
from tests.support.seen import text_of
from tests.support.stored import everything

KEY = "a key that all the replicas know"


async def test_a_request_a_run_its_reminder_an_undo_and_a_forgotten_person(
    tmp_path: Path, postgres_as_bot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_office(
        tmp_path, database_url=postgres_as_bot, link_key=KEY, quiet_hours="off"
    ) as office:
        env = office.env
        await office.request(ONE)
        await office.adele_there.press("Approve", shown="Approve")
        await office.megan.until_text("Request 1 is done: 1 license removed.")
        # Days on which the retention job runs, too.
        await days_later(env, 23.5)
        assert "is permanently deleted" in text_of(await until_reminders(office.adele, 1))
        await office.adele.say("undo 1")
        await office.adele.until_card("Restore licenses")
        sean = await env.id_of(ONE)
        for name in ("rehearsal_url", "tenant_id", "database_url"):
            monkeypatch.setenv(f"UNASSIGN_{name.upper()}", getattr(env.settings, name))
        monkeypatch.setenv("UNASSIGN_LINK_KEY", KEY)
        assert await asyncio.to_thread(hold) == 0
        assert await asyncio.to_thread(forget, sean) == 0
        assert b"Sean O'Brien" not in await everything(postgres_as_bot)
        (finding,) = await audit.verify(postgres_as_bot)
        assert finding.broken is None
        assert finding.head.number > 5
        assert not (await operator_status(postgres_as_bot)).may_change_journal
