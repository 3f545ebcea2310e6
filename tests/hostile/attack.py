"""Sends hostile requests to a whole bot, and counts how it answers."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, make_url, select

from ledger.database.read_only import reading
from ledger.tables import metadata, timers
from sandbox.organization.personas import ALEX
from sandbox.state import CHANNEL
from sandbox.teams.signing import ISSUER
from tests.hostile.shapes import ROUTES, Honest, Shape, shapes
from tests.support.activities import pressed
from tests.support.bot_fixture import APP_ID, BotFixture, open_bot
from tests.support.crowd import office

#: Requests at the same time.
_TOGETHER: Final = 16
#: Seconds for an answer, and until what may be half a request is cut off.
_PATIENCE: Final = 30.0
_CUT: Final = 0.5


@dataclass(slots=True)
class Found:
    """How the bot answered."""

    #: By kind of request.
    sent: Counter[str] = field(default_factory=Counter)
    #: By status; 0 where the connection ended without an answer, as it may for what is no HTTP.
    statuses: Counter[int] = field(default_factory=Counter)
    #: Requests with a bad end: an answer of 500 and above, or none in time.
    bad: list[str] = field(default_factory=list)
    #: Rows that forged requests left in the ledger.
    stored: int = 0

    @property
    def good(self) -> bool:
        """Whether everything was refused well."""
        return not self.bad and not self.stored


async def attack(folder: Path, seed: int, number: int) -> Found:
    """Serve a bot as in a real tenant, and send it this many requests."""
    found = Found()
    async with open_bot(folder, office(), signed=True) as env:
        await _warm_up(env)
        sent = list(shapes(seed, number, _honest(env)))
        assert not missing_routes(env)
        before = await _rows(env)
        await _send_all(env, [shape for shape in sent if not shape.proven], found)
        found.stored = sum((await _rows(env)).values()) - sum(before.values())
        await _send_all(env, [shape for shape in sent if shape.proven], found)
        assert await env.writes() == []
        async with env.session.get(f"{env.bot_url}/healthz") as answer:
            assert answer.status == 200
    return found


def missing_routes(env: BotFixture) -> set[str]:
    """Routes of the application that no shape knows."""
    assert env._bot is not None
    return {one.canonical for one in env._bot.app.router.resources()} - set(ROUTES)


def _honest(env: BotFixture) -> Honest:
    def token(**changed: Any) -> str:
        now = int(time.time())
        claims = {
            "serviceurl": f"{env.sandbox_url}/teams",
            "iss": ISSUER,
            "aud": APP_ID,
            "nbf": now - 5,
            "exp": now + 3600,
        }
        return env.sandbox[CHANNEL].keys.current.sign(claims | changed)

    return Honest(token, pressed(env, None, text="help", persona=ALEX))


async def _warm_up(env: BotFixture) -> None:
    """Let the bot fetch the channel's keys."""
    async with env.session.get(f"{env.bot_url}/readyz") as answer:
        assert answer.status == 200


async def _send_all(env: BotFixture, sent: Sequence[Shape], found: Found) -> None:
    places = asyncio.Semaphore(_TOGETHER)

    async def one(shape: Shape) -> None:
        async with places:
            try:
                async with asyncio.timeout(_PATIENCE):
                    status, answer = await _exchange(env.settings.port, shape)
            except TimeoutError:
                status, answer = 999, b"no answer"
        found.sent[shape.kind] += 1
        found.statuses[status] += 1
        if status >= 500 or b"Traceback" in answer or b"aiohttp" in answer.lower():
            found.bad.append(f"{status} {shape.kind} {shape.sent[:300]!r} {answer[:200]!r}")

    await asyncio.gather(*map(one, sent))


async def _exchange(port: int, shape: Shape) -> tuple[int, bytes]:
    """Send the bytes, and read until the bot closes; what is no whole request is then cut off."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = b""
    try:
        writer.write(shape.sent)
        reading_all = asyncio.ensure_future(reader.read())
        if shape.kind == "bytes":
            done, _ = await asyncio.wait({reading_all}, timeout=_CUT)
            if not done:
                writer.write_eof()
        answer = await reading_all
    except ConnectionError:
        pass
    finally:
        writer.close()
    parts = answer.split(b" ", 2)
    return (int(parts[1]), answer) if len(parts) == 3 and parts[1].isdigit() else (0, answer)


async def _rows(env: BotFixture) -> dict[str, int]:
    """How many rows each table has, but for those of the bot's own timers."""
    engine = reading(make_url(env.settings.database_url))
    try:
        async with engine.begin() as connection:
            return {
                table.name: (
                    await connection.execute(select(func.count()).select_from(table))
                ).scalar_one()
                for table in metadata.sorted_tables
                if table is not timers
            }
    finally:
        await engine.dispose()
