"""The event loop must not block while a key or a token is fetched."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.auth.credentials import AppToken, SharedToken
from tests.bot.conftest import Serve
from tests.bot.samples import message
from tests.support.channel import APP_ID, TENANT, FakeChannel
from tests.support.stock import StockBot, stock_app
from tests.support.turned_clock import TurnedClock
from tests.support.waiting import SOON


@asynccontextmanager
async def releasing(entra: FakeChannel, longest: float) -> AsyncIterator[None]:
    """Hold every answer until this loop releases it, at most this many seconds."""
    held = entra.held = []
    entra.delay = longest

    async def release() -> None:
        while True:
            for event in held:
                event.set()
            await asyncio.sleep(0.01)

    task = asyncio.create_task(release())
    yield
    task.cancel()


async def test_the_loop_runs_on_while_keys_and_token_are_slow(
    entra: FakeChannel, serve: Serve
) -> None:
    credentials = SharedToken(AppToken(APP_ID, "secret", TENANT), TurnedClock())
    async with serve(credentials=credentials) as served, releasing(entra, SOON):
        assert (await served.post(message(entra), entra.token())).status == 202
        await served.connector.send(served.got[0].conversation, {"text": "ok"})
    assert len(entra.calls) == 1
    assert entra.released
    assert all(entra.released)


@pytest.mark.parametrize("warm", [False, True], ids=["keys", "token"])
async def test_the_stock_adapter_stops_the_loop(warm: bool, entra: FakeChannel) -> None:
    app = stock_app(entra, StockBot(reply=True))
    async with TestClient(TestServer(app)) as stock:
        headers = {"Authorization": f"Bearer {entra.token()}"}
        if warm:
            await stock.post("/api/messages", json=message(entra), headers=headers)
        async with releasing(entra, 0.3):
            await stock.post("/api/messages", json=message(entra), headers=headers)
    assert not all(entra.released)
