"""A backup taken in the middle of a run by the commands of the documentation, and restored."""

import asyncio
import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

from commands.hold import hold
from ledger.database.bot_account import grant_bot_account
from ledger.operations import journal_check as audit
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.bot_process import ROOT, BotProcess
from tests.support.crowd import addresses, office
from tests.support.journeys import BOXES, to_confirm
from tests.support.postgres import BOT_ACCOUNT, PostgresServer
from tests.support.seen import text_of
from tests.support.waiting import SOON

pytestmark = [pytest.mark.crash, pytest.mark.long]

KEY = "k" * 32
PEOPLE = 200
#: More than are worked on at once, so that the backup knows nothing of some.
LATER = 50
PAGE = (ROOT / "docs" / "backup.md").read_text(encoding="utf-8")


class Sqlite:
    """A file, which is put back into its place."""

    def __init__(self, folder: Path) -> None:
        self._file, self._copy = folder / "ledger.db", folder / "backup.db"
        self.address = f"sqlite+aiosqlite:///{self._file}"

    async def back_up(self) -> None:
        command = line(".venv/bin/python").replace(".venv/bin/python", sys.executable)
        place = command.replace("/var/lib/unassign/unassign.db", str(self._file))
        await run(place.replace(" backup.db", f" {self._copy}"))

    async def restore(self) -> str:
        for old in self._file.parent.glob("ledger.db*"):
            old.unlink()
        shutil.copy(self._copy, self._file)
        return self.address


class Postgresql:
    """A database, and an empty one into which it is restored; the bot has its own account."""

    def __init__(self, folder: Path, server: PostgresServer, owner: str, bot: str) -> None:
        self._folder, self._server, self._owner, self.address = folder, server, owner, bot

    async def back_up(self) -> None:
        await self._run("pg_dump", self._owner)

    async def restore(self) -> str:
        name = self._server.create("template0")
        await self._run("pg_restore", self._server.url(name))
        bot = self._server.url(name, BOT_ACCOUNT)
        # What `migrate` does on tables of this version.
        await grant_bot_account(self._server.url(name), bot)
        return bot

    async def _run(self, program: str, address: str) -> None:
        plain = make_url(address).set(drivername="postgresql")
        command = line(program).replace("backup.dump", str(self._folder / "backup.dump"))
        where = str(self._server.programs / program)
        await run(command.replace(program, where, 1), DATABASE=plain.render_as_string())


Kept = Sqlite | Postgresql


@pytest.fixture
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    if request.config.getoption("--database") == "sqlite":
        return Sqlite(tmp_path)
    server = request.getfixturevalue("postgres_server")
    owner, bot = map(request.getfixturevalue, ("postgres", "postgres_as_bot"))
    return Postgresql(tmp_path, server, owner, bot)


async def test_what_went_on_after_the_backup_is_found_and_nothing_done_twice(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_bot(
        tmp_path, office(PEOPLE), bot=False, database_url=kept.address, link_key=KEY
    ) as env:
        bot = await BotProcess.start(env)
        alex = await env.chat().open()
        await to_confirm(alex, addresses(PEOPLE))
        await env.control("settings", {"latency": 0.1}, "PATCH")
        await alex.press("Remove", BOXES)
        await written(env, 15)
        # The backup is to end before the run.
        await env.control("settings", {"latency": 1.0}, "PATCH")
        await kept.back_up()
        await env.control("settings", {"latency": 0.1}, "PATCH")
        await written(env, len(await env.writes()) + LATER)
        await bot.kill()
        lost = len(await env.writes())
        await env.control("settings", {"latency": 0.0}, "PATCH")

        restored = await kept.restore()
        (finding,) = await audit.verify(restored)
        assert finding.broken is None
        env.settings = env.settings.model_copy(update={"database_url": restored})
        for name in ("rehearsal_url", "tenant_id", "database_url"):
            monkeypatch.setenv(f"UNASSIGN_{name.upper()}", getattr(env.settings, name))
        monkeypatch.setenv("UNASSIGN_LINK_KEY", KEY)
        assert await asyncio.to_thread(hold) == 0
        await env.start_bot()
        await alex.say("status")
        await alex.until_card("Paused")
        assert len(await env.writes()) == lost
        await alex.press("Resume")
        await written(env, PEOPLE)
        card = text_of(await alex.until_card("licenses removed,"))
        await env.stop_bot()

        calls = await env.writes()
        people = [call["person"] for call in calls if call["status"] == 200]
        assert len(people) == len(set(people)) == PEOPLE
        assert len(calls) - lost == PEOPLE - len(set(people[:lost]))
        counts = re.search(r"(\d+) licenses removed, (\d+) not", card)
        assert counts
        removed, held = int(counts[1]), int(counts[2])
        assert removed + held == PEOPLE
        assert held > 0
        (finding,) = await audit.verify(restored)
        assert finding.broken is None


def line(program: str) -> str:
    """The command of the page that begins with this program."""
    found = re.search(rf"^ *({re.escape(program)} .+)$", PAGE, re.MULTILINE)
    assert found
    return found[1]


async def run(command: str, **environment: str) -> None:
    """Run a command of the page."""
    process = await asyncio.create_subprocess_shell(command, env=os.environ | environment)
    assert await process.wait() == 0


async def written(env: BotFixture, count: int) -> None:
    """Wait until the tenant was written to so often."""
    async with asyncio.timeout(SOON):
        while len(await env.writes()) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
