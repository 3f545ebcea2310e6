"""Requests that Teams would never send, and the answer each must get. None may be a 500."""

import asyncio
import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.http import body
from bot.http.body import MAX_BYTES
from tests.bot.conftest import Serve
from tests.bot.samples import message, press
from tests.support.channel import FakeChannel

Body = Callable[[FakeChannel], bytes]
JSON = "application/json"


def _of(**changed: Any) -> Body:
    return lambda channel: json.dumps(message(channel, **changed)).encode()


def _raw(body: bytes) -> Body:
    return lambda _: body


def _deep(depth: int) -> Body:
    return lambda channel: (
        json.dumps(press(channel, value={})).encode()[:-1]
        + (b', "extra": ' + b"[" * depth + b"]" * depth + b"}")
    )


BODIES: dict[str, tuple[Body, int]] = {
    "nothing": (_raw(b""), 400),
    "half an object": (_raw(b'{"type": "message"'), 400),
    "not JSON": (_raw(b"type=message"), 400),
    "not UTF-8": (_raw(b'{"type": "\xff\xfe"}'), 400),
    "UTF-16": (_raw('{"type": "message"}'.encode("utf-16")), 400),
    "an array": (_raw(b"[]"), 400),
    "an array of activities": (lambda c: json.dumps([message(c)]).encode(), 400),
    "a text": (_raw(b'"message"'), 400),
    "null": (_raw(b"null"), 400),
    "a number": (_raw(b"1"), 400),
    "a number of 5,000 digits": (_raw(b'{"type": ' + b"1" * 5000 + b"}"), 400),
    "NaN": (_raw(b'{"type": NaN}'), 400),
    "infinity": (_of(value={"n": float("inf")}), 400),
    "infinity in disguise": (lambda c: _of(value={"n": 7777})(c).replace(b"7777", b"1e999"), 400),
    "an empty object": (_raw(b"{}"), 400),
    "100,000 brackets": (_raw(b"[" * 100_000), 400),
    "100,000 nested objects": (_raw(b'{"a":' * 40_000), 400),
    "nested 500 deep": (_deep(500), 400),
    "nested 5,000 deep": (_deep(5_000), 400),
    "no type": (_of(type=None), 400),
    "type is a list": (_of(type=["message"]), 400),
    "no sender": (_of(**{"from": None}), 400),
    "sender is a number": (_of(**{"from": 5}), 400),
    "no conversation": (_of(conversation=None), 400),
    "no service url": (_of(serviceUrl=None), 400),
    "service url is an object": (_of(serviceUrl={}), 400),
    "no tenant": (_of(channelData=None, conversation={"id": "a:1"}), 400),
    "value is a text": (_of(value="x"), 400),
    "text is a number": (_of(text=5), 400),
    "an id of 10,000 characters": (_of(id="x" * 10_000), 400),
    "another service url": (_of(serviceUrl="https://evil.example/"), 401),
    "a service url that starts alike": (
        lambda c: _of(serviceUrl=c.service_url + ".evil.example")(c),
        401,
    ),
    "another channel": (_of(channelId="emulator"), 401),
    "webchat": (_of(channelId="webchat"), 403),
    "another tenant": (
        _of(channelData={"tenant": {"id": "99999999-0000-4000-8000-2d7cd011db47"}}),
        403,
    ),
    "too large": (_of(text="x" * MAX_BYTES), 413),
    "an attachment that is a number": (_of(attachments=5), 202),
    "a timestamp that is none": (_of(timestamp="yesterday", localTimestamp=7), 202),
    "a type of tomorrow": (_of(type="hologram"), 202),
    "a lone surrogate": (_of(text="\ud800 hi"), 202),
    "a NUL": (_of(text="a\0b"), 202),
    "an empty text": (_of(text=""), 202),
    "no text": (_of(text=None), 202),
    "as large as allowed": (_of(text="x" * (MAX_BYTES - 2_000)), 202),
    "a byte order mark": (lambda c: b"\xef\xbb\xbf" + json.dumps(message(c)).encode(), 202),
    "fields that no one knows": (_of(hologram={"a": [1, {"b": None}]}), 202),
}


@pytest.mark.parametrize("case", BODIES)
async def test_a_hostile_body_gets_its_answer(
    case: str, channel: FakeChannel, serve: Serve
) -> None:
    make, status = BODIES[case]
    headers = {"Authorization": f"Bearer {channel.token()}", "Content-Type": JSON}
    async with serve() as served:
        answer = await served.client.post("/api/messages", data=make(channel), headers=headers)
        assert answer.status == status
        assert len(served.got) == (1 if status == 202 else 0)
        # The next one is served as if nothing had been.
        assert (await served.post(message(channel), channel.token())).status == 202


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": "application/json-patch+json"}, 415),
        ({"Content-Type": ""}, 415),
        ({"Content-Type": "application/json; charset=utf-8"}, 202),
        ({"Content-Type": JSON, "Content-Encoding": "gzip"}, 400),
    ],
)
async def test_other_content_types_are_not_taken(
    headers: dict[str, str], status: int, channel: FakeChannel, serve: Serve
) -> None:
    authorization = {"Authorization": f"Bearer {channel.token()}"}
    sent = json.dumps(message(channel)).encode()
    async with serve() as served:
        answer = await served.client.post(
            "/api/messages", data=sent, headers=authorization | headers
        )
        assert answer.status == status


async def test_a_body_that_grows_when_unpacked_is_stopped(
    channel: FakeChannel, serve: Serve
) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    headers = {
        "Authorization": f"Bearer {channel.token()}",
        "Content-Type": JSON,
        "Content-Encoding": "gzip",
    }
    async with serve() as served:
        answer = await served.client.post("/api/messages", data=bomb, headers=headers)
        assert answer.status in {400, 413}


async def test_a_body_without_a_length_is_counted(channel: FakeChannel, serve: Serve) -> None:
    async def endless() -> Any:
        for _ in range(20):
            yield b" " * 50_000

    headers = {"Authorization": f"Bearer {channel.token()}", "Content-Type": JSON}
    async with serve() as served:
        answer = await served.client.post("/api/messages", data=endless(), headers=headers)
        assert answer.status == 413


async def test_a_body_that_does_not_come_is_not_waited_for(
    channel: FakeChannel, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, "TIMEOUT", 0.05)

    async def dripping() -> Any:
        yield b"{"
        await asyncio.sleep(3)
        yield b"}"

    headers = {"Authorization": f"Bearer {channel.token()}", "Content-Type": JSON}
    async with serve() as served:
        answer = await served.client.post("/api/messages", data=dripping(), headers=headers)
        assert answer.status == 408


async def test_anyone_who_has_no_token_is_not_even_read(channel: FakeChannel, serve: Serve) -> None:
    async with serve() as served:
        answer = await served.client.post(
            "/api/messages", data=b"{", headers={"Content-Type": JSON}
        )
        assert answer.status == 401


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
async def test_only_posts_are_taken(method: str, serve: Serve) -> None:
    async with serve() as served:
        assert (await served.client.request(method, "/api/messages")).status == 405


async def test_text_is_made_fit_for_storing(channel: FakeChannel, serve: Serve) -> None:
    async with serve() as served:
        await served.post(message(channel, text="a\0b \ud800 \U0001f600"), channel.token())
        text = served.got[0].text
        assert text == "a\N{REPLACEMENT CHARACTER}b \N{REPLACEMENT CHARACTER} \U0001f600"
        text.encode("utf-8")
