import asyncio

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.http import server
from bot.http.server import create_app
from tests.bot.conftest import Serve
from tests.support.channel import FakeChannel


async def test_the_process_is_alive_as_long_as_it_answers(
    channel: FakeChannel, serve: Serve
) -> None:
    channel.metadata_down = True
    async with serve() as served:
        response = await served.client.get("/healthz")
        assert (response.status, await response.json()) == (200, {"alive": True})


async def test_it_is_ready_when_every_part_is(channel: FakeChannel, serve: Serve) -> None:
    async with serve() as served:
        response = await served.client.get("/readyz")
        assert (response.status, await response.json()) == (200, {"ready": True, "failing": []})


async def test_it_says_which_parts_are_not_ready_and_no_more(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "CHECK_TIMEOUT", 0.05)

    async def works() -> bool:
        return True

    async def says_no() -> bool:
        return False

    async def breaks() -> bool:
        raise OSError("/secret/path")

    async def hangs() -> bool:
        await asyncio.sleep(60)
        return True

    checks = {"a": works, "ledger": says_no, "tenant": breaks, "keys": hangs}
    async with (
        serve() as served,
        TestClient(TestServer(create_app(served.edge, checks))) as client,
    ):
        response = await client.get("/readyz")
        assert response.status == 503
        assert await response.json() == {"ready": False, "failing": ["ledger", "tenant", "keys"]}


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/api/messages", "/nowhere"])
async def test_every_answer_carries_the_security_headers(path: str, serve: Serve) -> None:
    async with serve() as served:
        response = await served.client.get(path)
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == "no-store"
        assert "aiohttp" not in response.headers["Server"].lower()
