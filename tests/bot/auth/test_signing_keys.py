import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from jwt.algorithms import RSAAlgorithm

from bot.auth.signing_keys import MAX_AGE, MIN_INTERVAL, SigningKeys
from bot.errors import KeysUnavailable, NotAuthenticated
from tests.support.channel import FakeChannel, private_key
from tests.support.turned_clock import TurnedClock


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
async def keys(
    session: aiohttp.ClientSession, clock: TurnedClock, channel: FakeChannel
) -> AsyncIterator[SigningKeys]:
    keys = SigningKeys(session, clock, channel.metadata_url)
    yield keys
    await keys.close()


async def test_many_callers_share_one_fetch(keys: SigningKeys, channel: FakeChannel) -> None:
    channel.delay = 0.05
    found = await asyncio.gather(*(keys.get("first") for _ in range(20)))
    assert len({id(key) for key in found}) == 1
    assert channel.counts == {"metadata": 1, "keys": 1}


async def test_a_key_knows_its_channels(keys: SigningKeys) -> None:
    assert (await keys.get("first")).endorsements == {"msteams", "webchat"}


async def test_a_new_key_is_found_when_it_is_first_used(
    keys: SigningKeys, channel: FakeChannel, clock: TurnedClock
) -> None:
    await keys.get("first")
    channel.published = ["second"]
    clock.seconds += MIN_INTERVAL
    assert "msteams" in (await keys.get("second")).endorsements


async def test_unknown_keys_do_not_cause_a_fetch_each(
    keys: SigningKeys, channel: FakeChannel
) -> None:
    await keys.get("first")
    for number in range(10):
        with pytest.raises(NotAuthenticated):
            await keys.get(f"made-up-{number}")
    assert channel.counts["metadata"] == 1


async def test_old_keys_are_served_while_new_ones_are_fetched(
    keys: SigningKeys, channel: FakeChannel, clock: TurnedClock
) -> None:
    await keys.get("first")
    clock.seconds += MAX_AGE
    channel.delay = 5
    await keys.get("first")
    assert channel.counts["keys"] == 1


async def test_old_keys_are_served_when_the_metadata_is_down(
    keys: SigningKeys, channel: FakeChannel, clock: TurnedClock
) -> None:
    await keys.get("first")
    channel.metadata_down = True
    clock.seconds += 3 * MAX_AGE
    assert "msteams" in (await keys.get("first")).endorsements
    clock.seconds += MIN_INTERVAL
    with pytest.raises(KeysUnavailable):
        await keys.get("second")
    assert "msteams" in (await keys.get("first")).endorsements


async def test_without_any_key_nothing_can_be_told(
    keys: SigningKeys, channel: FakeChannel, clock: TurnedClock
) -> None:
    channel.metadata_down = True
    assert not await keys.ready()
    with pytest.raises(KeysUnavailable):
        await keys.get("first")
    channel.metadata_down = False
    clock.seconds += MIN_INTERVAL
    assert await keys.ready()


async def test_one_who_gives_up_waiting_does_not_stop_the_others(
    keys: SigningKeys, channel: FakeChannel
) -> None:
    channel.delay = 0.1
    impatient = asyncio.create_task(keys.get("first"))
    patient = asyncio.create_task(keys.get("first"))
    await asyncio.sleep(0.02)
    impatient.cancel()
    assert "msteams" in (await patient).endorsements


async def test_a_server_that_does_not_listen_is_no_crash(
    session: aiohttp.ClientSession, clock: TurnedClock, unused_tcp_port: int
) -> None:
    keys = SigningKeys(session, clock, f"http://127.0.0.1:{unused_tcp_port}/openid")
    with pytest.raises(KeysUnavailable):
        await keys.get("first")


async def test_an_odd_key_is_left_out_and_the_others_stay(session: aiohttp.ClientSession) -> None:
    good = private_key("first").public_key()
    jwk = {**json.loads(RSAAlgorithm.to_jwk(good)), "kid": "good", "endorsements": ["msteams"]}
    odd = [
        None,
        "text",
        {**jwk, "kid": ["a list"]},
        {**jwk, "kid": "numbers", "endorsements": 5},
        {**jwk, "kid": "objects", "endorsements": [{"a": 1}, ["b"]]},
        {**jwk, "kid": "broken", "n": "?"},
        {**jwk, "kid": "number", "n": 17},
        {"kty": "RSA", "kid": "bare"},
    ]

    async def metadata(request: web.Request) -> web.Response:
        return web.json_response({"jwks_uri": str(request.url.with_path("/keys"))})

    async def keys(_: web.Request) -> web.Response:
        return web.json_response({"keys": [*odd, jwk]})

    app = web.Application()
    app.router.add_get("/metadata", metadata)
    app.router.add_get("/keys", keys)
    async with TestServer(app) as server:
        found = SigningKeys(session, metadata_url=str(server.make_url("/metadata")))
        assert (await found.get("good")).endorsements == {"msteams"}
        assert (await found.get("objects")).endorsements == frozenset()
        for kid in ("numbers", "broken", "number", "bare"):
            with pytest.raises(NotAuthenticated):
                await found.get(kid)
        await found.close()
