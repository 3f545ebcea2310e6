"""The trimmed SDK of the image: a small part of it, and all that the bot uses."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from deploy.container.exercise import AROUND, BACKGROUND, CALLS, KINDS, READERS, exercise, methods
from deploy.container.trim import PACKAGE, copy, size, trim, used
from graph.directory.org import OrgReader
from tests.support.bot_fixture import open_bot
from tests.support.bot_process import BotProcess
from tests.support.crowd import addresses, office
from tests.support.journeys import removed


def site_packages() -> Path:
    import msgraph

    return Path(str(msgraph.__file__)).parents[1]


def test_all_that_can_be_asked_of_a_tenant_is_exercised() -> None:
    assert set.union(*(methods(kind) for kind in KINDS)) == set(CALLS)
    assert methods(OrgReader) == set(AROUND)
    assert set.union(*(methods(reader) for reader in READERS)) == set(BACKGROUND)


@pytest.fixture
async def trimmed(tmp_path: Path) -> Path:
    await exercise()
    copy(site_packages(), tmp_path / "site", used())
    return tmp_path / "site"


async def test_the_trimmed_sdk_is_small_and_serves_the_rehearsal(
    trimmed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert size(trimmed) < 5
    monkeypatch.setenv("PYTHONPATH", str(trimmed))
    assert await _found() == trimmed / PACKAGE / "__init__.py"
    async with open_bot(tmp_path, office(20), bot=False) as env:
        bot = await BotProcess.start(env)
        try:
            alex = await env.chat().open()
            await alex.until_card("Unassign licenses")
            await removed(alex, addresses(5))
            await alex.say("who am i")
            await alex.until_card("License Administrator")
            await alex.say("by user")
            assert await alex.search("people", "a")
        finally:
            await bot.kill()


async def _found() -> Path:
    """The SDK that a new process finds."""
    question = "import msgraph; print(msgraph.__file__)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", question, stdout=PIPE)
    said, _ = await process.communicate()
    return Path(said.decode().strip())


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A small SDK of which two files are in use."""
    root = tmp_path / "packages" / PACKAGE
    for name in ("__init__.py", "used.py", "unused.py", "py.typed", "models/unused.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x = 1\n")
    return tmp_path / "packages"


def test_what_is_not_used_is_taken_away_in_place(packages: Path) -> None:
    trim(packages, {Path("__init__.py"), Path("used.py")})
    left = {str(path.relative_to(packages)) for path in packages.rglob("*") if path.is_file()}
    assert left == {"msgraph/__init__.py", "msgraph/used.py", "msgraph/py.typed"}
    assert {path.name for path in packages.iterdir()} == {PACKAGE}
