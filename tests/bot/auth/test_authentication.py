"""Each bad token gets 401, each good one for someone else 403; the stock adapter beside it."""

import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt
import pytest
import time_machine
from aiohttp.test_utils import TestClient, TestServer

from bot.auth.authentication import LEEWAY, Authentication, ChannelPolicy, RequestSource
from bot.auth.signing_keys import MIN_INTERVAL, SigningKey
from bot.errors import NotAuthenticated
from bot.http.allowed_hosts import ServiceHosts
from tests.bot.conftest import Serve
from tests.bot.samples import message, sample
from tests.support.channel import FakeChannel, private_key
from tests.support.stock import stock_app
from tests.support.turned_clock import TurnedClock

HOUR = 3600


def _unsigned(channel: FakeChannel) -> str:
    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'kid': 'first'})}.{part(channel.claims())}."


def _shared_secret(channel: FakeChannel) -> str:
    return jwt.encode(channel.claims(), "k" * 32, algorithm="HS256", headers={"kid": "first"})


def _tampered(channel: FakeChannel) -> str:
    head, _, signature = channel.token().split(".")
    _, body, _ = channel.token(aud="somebody else").split(".")
    return f"{head}.{body}.{signature}"


#: Name: (token, what the stock adapter answers).
BAD_TOKENS: dict[str, tuple[Callable[[FakeChannel], str], int]] = {
    "expired": (lambda c: c.token(exp=int(time.time()) - HOUR), 500),
    "not valid yet": (lambda c: c.token(nbf=int(time.time()) + HOUR), 500),
    "garbage": (lambda _: "garbage", 500),
    "three parts of garbage": (lambda _: "a.b.c", 500),
    "unknown key": (lambda c: c.token("second"), 500),
    "known key, other signature": (lambda c: c.token("second", kid="first"), 500),
    "algorithm none": (_unsigned, 500),
    "algorithm HS256": (_shared_secret, 500),
    "tampered": (_tampered, 500),
    "another bot": (lambda c: c.token(aud="99999999-2222-4333-8444-555555555555"), 401),
    "two audiences": (lambda c: c.token(aud=[c.claims()["aud"], "other"]), 401),
    "another issuer": (lambda c: c.token(iss="https://login.example"), 401),
    "another service url": (lambda c: c.token(serviceurl="https://evil.example/"), 401),
    "no service url": (lambda c: c.token(serviceurl=None), 401),
}


@pytest.mark.parametrize("case", BAD_TOKENS)
async def test_a_bad_token_is_answered_with_401(
    case: str, channel: FakeChannel, serve: Serve
) -> None:
    make, stock_answers = BAD_TOKENS[case]
    activity, token = message(channel), make(channel)
    async with serve() as served:
        answer = await served.post(activity, token)
        assert answer.status == 401
        assert (await answer.json())["error"]["code"] == "NotAuthenticated"
        assert served.got == []
    assert await _stock_status(channel, activity, token) == stock_answers


async def test_a_key_that_may_not_speak_for_teams_is_refused(
    channel: FakeChannel, serve: Serve
) -> None:
    channel.endorsements = ["webchat"]
    async with serve() as served:
        assert (await served.post(message(channel), channel.token())).status == 401
    assert await _stock_status(channel, message(channel), channel.token()) == 500


@pytest.mark.parametrize("missing", ["channelId", "serviceUrl"])
async def test_leaving_out_what_the_token_is_compared_with_does_not_help(
    missing: str, channel: FakeChannel, serve: Serve
) -> None:
    channel.endorsements = ["webchat"] if missing == "channelId" else ["msteams"]
    token = channel.token(serviceurl=None) if missing == "serviceUrl" else channel.token()
    activity = message(channel, **{missing: None})
    async with serve() as served:
        assert (await served.post(activity, token)).status in {400, 401}
        assert served.got == []


async def test_a_good_token_is_believed(channel: FakeChannel, serve: Serve) -> None:
    async with serve() as served:
        assert (await served.post(message(channel), channel.token())).status == 202
        assert [inbound.text for inbound in served.got] == [message()["text"]]
        late = channel.token(exp=int(time.time()) - 200, nbf=int(time.time()) - 900)
        assert (await served.post(message(channel), late)).status == 202
        lower = {"Authorization": f"bearer {channel.token()}"}
        assert (await served.post(message(channel), headers=lower)).status == 202


@dataclass
class Keys:
    """One key, which may be another one later."""

    key: SigningKey

    async def get(self, kid: str) -> SigningKey:
        assert kid == "first"
        return self.key


async def test_a_token_that_comes_again_is_checked_once_and_only_while_it_is_good(
    channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    teams = frozenset({"msteams"})
    keys = Keys(SigningKey(private_key("first").public_key(), teams))
    policy = ChannelPolicy(frozenset(), ServiceHosts(()), channel.claims()["aud"])
    checked, decode = [], jwt.decode

    def counting(*args: Any, **more: Any) -> Any:
        checked.append(1)
        return decode(*args, **more)

    monkeypatch.setattr(jwt, "decode", counting)
    authentication = Authentication(policy, keys)
    good = RequestSource("8.8.8.8", "bot.example", False, f"Bearer {channel.token()}")
    first = await authentication.identify(good)
    assert await authentication.identify(good) == first
    assert len(checked) == 1
    tampered = RequestSource("8.8.8.8", "bot.example", False, f"Bearer {_tampered(channel)}")
    with pytest.raises(NotAuthenticated):
        await authentication.identify(tampered)
    with time_machine.travel(time.time() + HOUR + LEEWAY + 1), pytest.raises(NotAuthenticated):
        await authentication.identify(good)
    # The same id, and another key by now.
    keys.key = SigningKey(private_key("second").public_key(), teams)
    with pytest.raises(NotAuthenticated):
        await authentication.identify(good)


async def test_a_new_key_works_at_once_while_the_stock_adapter_fails_for_a_day(
    channel: FakeChannel, serve: Serve
) -> None:
    clock = TurnedClock()
    async with (
        serve(clock=clock) as served,
        TestClient(TestServer(stock_app(channel))) as stock,
    ):
        await served.post(message(channel), channel.token())
        await _post(stock, message(channel), channel.token())
        channel.published = ["second"]
        clock.seconds += MIN_INTERVAL
        token = channel.token("second")
        assert (await served.post(message(channel), token)).status == 202
        assert await _post(stock, message(channel), token) == 500


async def test_metadata_that_is_down_is_503_and_known_keys_go_on(
    channel: FakeChannel, serve: Serve
) -> None:
    clock = TurnedClock()
    async with serve(clock=clock) as served:
        channel.metadata_down = True
        assert (await served.post(message(channel), channel.token())).status == 503
        channel.metadata_down = False
        clock.seconds += MIN_INTERVAL
        assert (await served.post(message(channel), channel.token())).status == 202
        channel.metadata_down = True
        clock.seconds += 2 * 24 * HOUR
        assert (await served.post(message(channel), channel.token())).status == 202
    channel.metadata_down = True
    assert await _stock_status(channel, message(channel), channel.token()) == 500


async def test_another_tenant_is_not_served(channel: FakeChannel, serve: Serve) -> None:
    stranger = {"tenant": {"id": "99999999-0000-4000-8000-2d7cd011db47"}}
    activity = message(channel, channelData=stranger)
    async with serve() as served:
        assert (await served.post(activity, channel.token())).status == 403
        assert served.got == []
    assert await _stock_status(channel, activity, channel.token()) == 201


async def test_case_and_a_last_slash_of_the_service_url_make_no_difference(
    channel: FakeChannel, serve: Serve
) -> None:
    said = str(message(channel)["serviceUrl"])
    async with serve() as served:
        for vouched in (said.rstrip("/"), said.rstrip("/") + "/", said.upper()):
            assert (await served.post(message(channel), channel.token(serviceurl=vouched))).ok
        other = channel.token(serviceurl=said.rstrip("/") + "/other")
        assert (await served.post(message(channel), other)).status == 401


async def test_a_service_url_outside_of_teams_is_not_served(
    channel: FakeChannel, serve: Serve
) -> None:
    activity = message(channel, serviceUrl="https://evil.example/")
    token = channel.token(serviceurl="https://evil.example/")
    async with serve() as served:
        assert (await served.post(activity, token)).status == 403
    assert await _stock_status(channel, activity, token) == 201
    async with serve(hosts=ServiceHosts()) as served:
        assert (await served.post(message(channel), channel.token())).status == 403


async def test_a_token_of_the_emulator_is_refused_without_a_call(
    channel: FakeChannel, serve: Serve
) -> None:
    issuer = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"
    async with serve() as served:
        token = channel.token(iss=issuer, appid=channel.claims()["aud"], ver="1.0")
        assert (await served.post(message(channel), token)).status == 401
        emulated = message(channel, channelId="emulator")
        assert (await served.post(emulated, channel.token())).status == 401


async def test_without_a_header_no_one_is_believed(channel: FakeChannel, serve: Serve) -> None:
    async with serve() as served:
        answer = await served.post(message(channel))
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        basic = {"Authorization": "Basic YTpi"}
        assert (await served.post(message(channel), headers=basic)).status == 401
        long = {"Authorization": "Bearer " + "a" * 7000}
        assert (await served.post(message(channel), headers=long)).status == 401


async def test_without_an_app_id_the_rehearsal_hears_this_machine(
    channel: FakeChannel, serve: Serve
) -> None:
    async with serve(app_id="") as served:
        assert (await served.post(sample("personal.invoke.task-fetch", channel))).status == 200
        assert channel.counts["metadata"] == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:3978"},
        {"Host": "["},
        {"X-Forwarded-For": "203.0.113.9"},
        {"Forwarded": "for=203.0.113.9"},
    ],
)
async def test_without_an_app_id_nothing_that_came_from_elsewhere_is_heard(
    headers: dict[str, str], channel: FakeChannel, serve: Serve
) -> None:
    async with serve(app_id="") as served:
        answer = await served.client.post("/api/messages", json=message(channel), headers=headers)
        assert answer.status in {400, 401}
        assert served.got == []


async def test_without_an_app_id_and_a_rehearsal_no_one_is_heard(
    channel: FakeChannel, serve: Serve
) -> None:
    async with serve(app_id="", rehearsal=False) as served:
        assert (await served.post(message(channel))).status == 401


def test_the_keys_of_the_tests_differ() -> None:
    assert private_key("first") is not private_key("second")


async def _stock_status(channel: FakeChannel, activity: object, token: str) -> int:
    async with TestClient(TestServer(stock_app(channel))) as stock:
        return await _post(stock, activity, token)


async def _post(client: TestClient[Any, Any], activity: object, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    answer = await client.post("/api/messages", json=activity, headers=headers)
    return answer.status


@pytest.mark.parametrize(
    "value",
    [
        b"Bearer \xff\xfe.a.b",
        b"Bearer \xed\xa0\x80",
        "Bearer 名前.a.b".encode(),
        b"\xff",
        b"Bearer " + base64.urlsafe_b64encode(b"[" * 5_000) + b".a.b",
    ],
)
async def test_a_header_of_any_bytes_is_answered_with_401(
    value: bytes, channel: FakeChannel, serve: Serve
) -> None:
    headers = {"Authorization": value.decode("utf-8", "surrogateescape")}
    async with serve() as served:
        assert (await served.post(message(channel), headers=headers)).status == 401
        assert served.got == []


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": 10**400},
        {"exp": float("inf")},
        {"nbf": 10**400},
        {"nbf": [1]},
        {"iat": float("inf")},
        {"exp": {}},
    ],
)
async def test_a_claim_that_is_no_time_is_answered_with_401(
    claims: dict[str, Any], channel: FakeChannel, serve: Serve
) -> None:
    async with serve() as served:
        answer = await served.post(message(channel), channel.token(**claims))
        assert answer.status == 401
