"""What the channel signs, and how a bot checks it."""

from collections.abc import AsyncIterator

import jwt
import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from sandbox.organization.generate import generate
from sandbox.organization.personas import ALEX
from sandbox.server import create_app
from sandbox.teams.chats import personal_chat
from tests.support.ports import free_port
from tests.support.scripted_bot import Json, ScriptedBot

APP_ID = "11111111-2222-4333-8444-555555555555"


class Signed:
    """A rehearsal that signs, and the bot behind it."""

    def __init__(self, url: str, bot: ScriptedBot, session: ClientSession) -> None:
        self.url = url
        self.bot = bot
        self.session = session

    async def say(self) -> str:
        """Have Alex say something; the token that came with it."""
        body = {"persona": ALEX.oid, "conversation": personal_chat(ALEX), "text": "hello"}
        async with self.session.post(f"{self.url}/page/api/say", json=body) as answer:
            assert answer.status == 200
        scheme, _, token = self.bot.headers[-1]["Authorization"].partition(" ")
        assert scheme == "Bearer"
        return token

    async def keys(self) -> Json:
        metadata = f"{self.url}/botframework/.well-known/openidconfiguration"
        async with self.session.get(metadata) as answer:
            where = (await answer.json())["jwks_uri"]
        async with self.session.get(where) as answer:
            return dict(await answer.json())

    async def check(self, token: str) -> Json:
        keys = jwt.PyJWKSet.from_dict(await self.keys())
        key = keys[jwt.get_unverified_header(token)["kid"]]
        issuer = "https://api.botframework.com"
        return dict(jwt.decode(token, key, algorithms=["RS256"], audience=APP_ID, issuer=issuer))

    async def rotate(self, **body: bool) -> None:
        async with self.session.post(f"{self.url}/_sandbox/teams/keys", json=body) as answer:
            assert answer.status == 204


@pytest.fixture
async def signed(bot: ScriptedBot) -> AsyncIterator[Signed]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with TestServer(bot.app()) as behind, ClientSession() as session:
        bot_url = str(behind.make_url("/")).rstrip("/")
        app = create_app(generate(50, 1), bot_url=bot_url, public_url=url, app_id=APP_ID)
        async with TestServer(app, port=port):
            yield Signed(url, bot, session)


async def test_every_activity_is_signed_for_the_bot_and_its_service_url(signed: Signed) -> None:
    claims = await signed.check(await signed.say())
    assert claims["serviceurl"] == signed.bot.last()["serviceUrl"] == f"{signed.url}/teams"
    assert [key["endorsements"] for key in (await signed.keys())["keys"]] == [["msteams"]]


async def test_keys_are_rotated_and_the_old_ones_may_be_dropped(signed: Signed) -> None:
    before = await signed.say()
    await signed.rotate()
    after = await signed.say()
    await signed.check(before)
    await signed.check(after)
    await signed.rotate(forget=True)
    with pytest.raises(KeyError):
        await signed.check(after)
    await signed.check(await signed.say())


async def test_no_private_key_is_published(signed: Signed) -> None:
    assert set((await signed.keys())["keys"][0]) == {
        *("kty", "use", "kid", "x5t", "n", "e", "endorsements")
    }


async def test_a_card_that_asks_is_answered_with_a_token_for_the_app(signed: Signed) -> None:
    body = {"persona": "alex", "conversation": personal_chat(ALEX)}
    signed.bot.verbs["on"] = lambda _: {
        "statusCode": 401,
        "type": "application/vnd.microsoft.activity.loginRequest",
        "value": {"connectionName": "self", "tokenExchangeResource": {"id": "1"}},
    }
    pressed = {**body, "message": "1", "action": {"type": "Action.Execute", "verb": "on"}}
    async with signed.session.post(f"{signed.url}/page/api/execute", json=pressed) as answer:
        assert (await answer.json())["kind"] == "sign-in"
    token = signed.bot.last("invoke")["value"]["authentication"]["token"]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["aud"], claims["oid"]) == (APP_ID, ALEX.oid)
