"""The event loop must not stand still while a key or a token is fetched."""

import asyncio

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.auth.credentials import AppToken, SharedToken
from tests.bot.conftest import Serve
from tests.bot.samples import message
from tests.support.channel import APP_ID, TENANT, FakeChannel
from tests.support.lag import measured_lag
from tests.support.stock import StockBot, stock_app
from tests.support.turned_clock import TurnedClock

#: Seconds that the stand-ins take for each answer.
SLOW = 0.3


async def test_the_loop_runs_on_while_keys_and_token_are_slow(
    entra: FakeChannel, serve: Serve
) -> None:
    credentials = SharedToken(AppToken(APP_ID, "secret", TENANT), TurnedClock())
    async with serve(credentials=credentials) as served:
        entra.delay = SLOW
        async with measured_lag() as lag:
            assert (await served.post(message(entra), entra.token())).status == 202
            await served.connector.send(served.got[0].conversation, {"text": "ok"})
    assert len(entra.calls) == 1
    assert lag.longest < SLOW


@pytest.mark.parametrize("warm", [False, True], ids=["keys", "token"])
async def test_the_stock_adapter_stops_the_loop(warm: bool, entra: FakeChannel) -> None:
    app = stock_app(entra, StockBot(reply=True))
    async with TestClient(TestServer(app)) as stock:
        headers = {"Authorization": f"Bearer {entra.token()}"}
        if warm:
            await stock.post("/api/messages", json=message(entra), headers=headers)
        entra.delay = SLOW
        async with measured_lag() as lag, asyncio.timeout(10):
            await stock.post("/api/messages", json=message(entra), headers=headers)
    assert lag.longest > SLOW
