import asyncio
from typing import Any

import pytest
import requests
from aiohttp.test_utils import TestClient, TestServer

from bot.auth.credentials import EARLY, AppToken, Issued, NoCredentials, SharedToken
from bot.errors import NoToken
from tests.bot.conftest import Serve
from tests.bot.samples import message
from tests.support.channel import APP_ID, TENANT, FakeChannel
from tests.support.stock import StockBot, stock_app
from tests.support.turned_clock import TurnedClock


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def shared(entra: FakeChannel, clock: TurnedClock) -> SharedToken:
    return SharedToken(AppToken(APP_ID, "secret", TENANT), clock)


async def test_the_rehearsal_needs_no_token() -> None:
    assert await NoCredentials().token() is None


async def test_many_who_ask_at_once_share_one_call(shared: SharedToken, entra: FakeChannel) -> None:
    entra.delay = 0.05
    tokens = await asyncio.gather(*(shared.token() for _ in range(20)))
    assert set(tokens) == {"outbound-1"}
    assert entra.counts["token"] == 1


async def test_one_token_serves_many_turns_where_the_stock_adapter_fetches_one_for_each(
    shared: SharedToken, entra: FakeChannel, serve: Serve
) -> None:
    async with serve(credentials=shared) as served:
        for _ in range(5):
            await served.post(message(entra), entra.token())
            await served.connector.send(served.got[-1].conversation, {"text": "ok"})
    assert [call.authorization for call in entra.calls] == ["Bearer outbound-1"] * 5
    assert entra.counts["token"] == 1

    entra.reset()
    async with TestClient(TestServer(stock_app(entra, StockBot(reply=True)))) as stock:
        for _ in range(5):
            headers = {"Authorization": f"Bearer {entra.token()}"}
            await stock.post("/api/messages", json=message(entra), headers=headers)
    assert len(entra.calls) == 5
    assert entra.counts["token"] >= 5


async def test_a_token_is_replaced_before_it_ends(clock: TurnedClock) -> None:
    source = Source()
    shared = SharedToken(source, clock)
    assert await shared.token() == "token-1"
    clock.seconds += 3600 - EARLY - 1
    assert await shared.token() == "token-1"
    clock.seconds += 2
    assert await shared.token() == "token-2"


async def test_a_token_is_used_to_its_end_when_no_new_one_can_be_had(clock: TurnedClock) -> None:
    source = Source()
    shared = SharedToken(source, clock)
    await shared.token()
    source.down = True
    clock.seconds += 3590
    assert await shared.token() == "token-1"
    clock.seconds += 20
    with pytest.raises(NoToken):
        await shared.token()


async def test_a_wrong_secret_is_told_without_names(
    shared: SharedToken, entra: FakeChannel
) -> None:
    entra.entra_down = True
    with pytest.raises(NoToken) as caught:
        await shared.token()
    assert caught.value.code == "invalid_client"
    assert TENANT not in str(caught.value)


async def test_no_way_to_entra_is_told_too(
    clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: Any, **__: Any) -> None:
        raise requests.ConnectionError

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", unreachable)
    with pytest.raises(NoToken):
        await SharedToken(AppToken(APP_ID, "secret", TENANT), clock).token()


async def test_a_refused_token_is_replaced_however_long_it_was_good(shared: SharedToken) -> None:
    first = await shared.token()
    assert first is not None
    shared.refused(first)
    second = await shared.token()
    assert second not in {None, first}
    # Many calls may learn of the same refusal; only the first one counts.
    shared.refused(first)
    assert await shared.token() == second


class Source:
    """Gives tokens of an hour."""

    def __init__(self) -> None:
        self.count = 0
        self.down = False

    def __call__(self) -> Issued:
        if self.down:
            raise NoToken(code="down")
        self.count += 1
        return Issued(f"token-{self.count}", 3600)

    def forget(self) -> None:
        """It keeps none."""
