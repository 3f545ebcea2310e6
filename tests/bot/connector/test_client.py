import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.activities.inbound import ConversationRef
from bot.activities.parsing import parse
from bot.auth.credentials import NoCredentials
from bot.connector.client import Connector
from bot.connector.rate_limit import ConversationQueues
from bot.connector.retry import Backoff
from bot.errors import (
    BotRemoved,
    DeliveryRefused,
    HostRefused,
    MessageGone,
    MessageTooLarge,
    NotDelivered,
    Throttled,
    TokenRefused,
    Uncertain,
    Unreachable,
)
from bot.http.allowed_hosts import ServiceHosts
from tests.bot.samples import LOOPBACK, message, sample
from tests.support.channel import FakeChannel, Scripted
from tests.support.turned_clock import TurnedClock
from tests.support.waiting import SOON

BOT = "28:11111111-2222-4333-8444-555555555555"


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def connector(session: aiohttp.ClientSession, clock: TurnedClock) -> Connector:
    return Connector(
        session,
        NoCredentials(),
        LOOPBACK,
        ConversationQueues(clock, clock.sleep),
        backoff=Backoff(jitter=lambda: 1.0),
        sleep=clock.sleep,
    )


@pytest.fixture
def chat(channel: FakeChannel) -> ConversationRef:
    return parse(message(channel)).conversation


async def test_a_message_is_sent_as_plain_json(
    connector: Connector, channel: FakeChannel, chat: ConversationRef
) -> None:
    label = {"type": "https://schema.org/Message", "additionalType": ["AIGeneratedContent"]}
    assert await connector.send(chat, {"text": "hi", "entities": [label]}) == "sent-1"
    (call,) = channel.calls
    assert (call.method, call.path) == (
        "POST",
        "/teams/v3/conversations/a%3A1personalchatAAAA/activities",
    )
    assert call.body == {
        "type": "message",
        "from": {"id": BOT},
        "conversation": {"id": "a:1personalchatAAAA"},
        "text": "hi",
        "entities": [label],
    }
    assert call.authorization is None


async def test_a_thread_of_a_channel_is_addressed_as_it_came(
    connector: Connector, channel: FakeChannel
) -> None:
    thread = parse(sample("channel.message.mention", channel)).conversation
    await connector.send(thread, {"text": "hi"})
    assert "19%3Achan1%40thread.tacv2%3Bmessageid%3D1795463480487" in channel.calls[0].path


async def test_a_service_url_with_a_slash_at_its_end_is_the_same(
    connector: Connector, channel: FakeChannel, chat: ConversationRef
) -> None:
    await connector.send(replace(chat, service_url=chat.service_url + "/"), {"text": "hi"})
    assert channel.calls[0].path.startswith("/teams/v3/conversations/")


async def test_a_message_is_changed_and_taken_back(
    connector: Connector, channel: FakeChannel, chat: ConversationRef
) -> None:
    await connector.update(chat, "17954/635", {"text": "new"})
    await connector.delete(chat, "17954/635")
    put, delete = channel.calls
    assert put.method == "PUT"
    assert put.path.endswith("/activities/17954%2F635")
    assert (put.body["id"], put.body["text"]) == ("17954/635", "new")
    assert (delete.method, delete.body) == ("DELETE", None)


@pytest.mark.parametrize("status", [412, 429, 502, 504])
async def test_a_failure_that_passes_is_tried_again(
    status: int, connector: Connector, channel: FakeChannel, chat: ConversationRef
) -> None:
    channel.script.extend([Scripted(status), Scripted(status)])
    assert await connector.send(chat, {"text": "hi"}) == "sent-3"


async def test_retry_after_is_kept_to_the_fraction(
    connector: Connector, channel: FakeChannel, chat: ConversationRef, clock: TurnedClock
) -> None:
    channel.script.append(Scripted(429, {"Retry-After": "1.75"}))
    await connector.send(chat, {"text": "hi"})
    assert clock.slept == [1.75]


async def test_without_retry_after_the_wait_grows_and_ends(
    connector: Connector, channel: FakeChannel, chat: ConversationRef, clock: TurnedClock
) -> None:
    channel.script.extend([Scripted(429)] * 9)
    with pytest.raises(Throttled) as caught:
        await connector.send(chat, {"text": "hi"})
    assert clock.slept == [0.5, 1.0, 2.0, 4.0]
    assert (caught.value.status, caught.value.passing) == (429, True)


async def test_a_long_wait_is_handed_to_anyone_who_keeps_the_message(
    connector: Connector, channel: FakeChannel, chat: ConversationRef, clock: TurnedClock
) -> None:
    channel.script.append(Scripted(429, {"Retry-After": "600"}))
    with pytest.raises(Throttled) as caught:
        await connector.send(chat, {"text": "hi"})
    assert caught.value.seconds == 600
    assert clock.slept == []


async def test_all_waits_together_have_an_end(
    connector: Connector, channel: FakeChannel, chat: ConversationRef, clock: TurnedClock
) -> None:
    channel.script.extend([Scripted(429, {"Retry-After": "9"})] * 9)
    with pytest.raises(Throttled):
        await connector.send(chat, {"text": "hi"})
    assert clock.slept == [9.0, 9.0]


async def test_a_conversation_that_is_full_for_long_is_not_waited_for(
    session: aiohttp.ClientSession, channel: FakeChannel, chat: ConversationRef
) -> None:
    clock = TurnedClock()
    queues = ConversationQueues(clock, clock.sleep)
    connector = Connector(session, NoCredentials(), LOOPBACK, queues)
    async with queues.enter(chat.conversation_id) as queue:
        for _ in range(1800):
            clock.seconds += 0.6
            queue.pace.note(clock())
    with pytest.raises(Throttled) as caught:
        await connector.send(chat, {"text": "hi"})
    assert caught.value.seconds == pytest.approx(3600 - 1799 * 0.6)
    assert channel.calls == []


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, DeliveryRefused),
        (401, TokenRefused),
        (302, DeliveryRefused),
        (403, BotRemoved),
        (404, BotRemoved),
        (413, MessageTooLarge),
        (500, Uncertain),
        (503, Uncertain),
    ],
)
async def test_what_can_not_be_sent_says_why(
    status: int,
    error: type[NotDelivered],
    connector: Connector,
    channel: FakeChannel,
    chat: ConversationRef,
) -> None:
    body = {"error": {"code": "SomeCode", "message": "Alex Wilber"}}
    channel.script.append(Scripted(status, {"Location": f"{channel.url}/keys"}, body))
    with pytest.raises(error) as caught:
        await connector.send(chat, {"text": "hi"})
    assert (caught.value.status, caught.value.code) == (status, "SomeCode")
    assert "Alex" not in str(caught.value)
    assert len(channel.calls) == 1


class Renewed:
    """A token that is new each time after it was refused."""

    def __init__(self) -> None:
        self.number = 1

    async def token(self) -> str | None:
        return f"token-{self.number}"

    def refused(self, token: str) -> None:
        if token == f"token-{self.number}":
            self.number += 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "GET"])
@pytest.mark.parametrize("times", [1, 2])
async def test_a_refused_token_is_replaced_once_and_the_call_repeated(
    method: str,
    times: int,
    channel: FakeChannel,
    chat: ConversationRef,
    session: aiohttp.ClientSession,
    clock: TurnedClock,
) -> None:
    connector = Connector(session, Renewed(), LOOPBACK, ConversationQueues(clock))
    channel.script.extend([Scripted(401)] * times)
    calls: dict[str, Callable[[], Awaitable[object]]] = {
        "POST": lambda: connector.send(chat, {"text": "hi"}),
        "PUT": lambda: connector.update(chat, "1", {"text": "hi"}),
        "DELETE": lambda: connector.delete(chat, "1"),
        "GET": lambda: connector.members(chat),
    }
    if times == 1:
        await calls[method]()
    else:
        with pytest.raises(TokenRefused) as caught:
            await calls[method]()
        assert caught.value.passing
    sent = [(call.method, call.authorization) for call in channel.calls]
    assert sent == [(method, "Bearer token-1"), (method, "Bearer token-2")]


async def test_a_message_that_is_gone_is_not_a_bot_that_was_removed(
    connector: Connector, channel: FakeChannel, chat: ConversationRef
) -> None:
    body = {"error": {"code": "ActivityNotFoundInConversation"}}
    channel.script.extend([Scripted(404, {}, body), Scripted(404), Scripted(403)])
    with pytest.raises(MessageGone):
        await connector.update(chat, "1", {"text": "new"})
    with pytest.raises(MessageGone):
        await connector.delete(chat, "1")
    with pytest.raises(BotRemoved):
        await connector.update(chat, "1", {"text": "new"})


async def test_a_broken_connection_repeats_a_change_but_never_a_new_message(
    connector: Connector, channel: FakeChannel, chat: ConversationRef
) -> None:
    channel.script.append(Scripted(200, drop=True))
    with pytest.raises(Uncertain):
        await connector.send(chat, {"text": "hi"})
    assert len(channel.calls) == 1
    channel.script.extend([Scripted(200, drop=True)] * 2)
    await connector.update(chat, "1", {"text": "new"})
    assert [call.method for call in channel.calls].count("PUT") >= 2


async def test_a_server_that_does_not_listen_is_tried_again_and_then_reported(
    connector: Connector, chat: ConversationRef, clock: TurnedClock, unused_tcp_port: int
) -> None:
    away = replace(chat, service_url=f"http://127.0.0.1:{unused_tcp_port}/teams")
    with pytest.raises(Unreachable):
        await connector.send(away, {"text": "hi"})
    assert len(clock.slept) == 4


async def test_an_answer_that_is_not_json_is_no_crash(
    connector: Connector, channel: FakeChannel, chat: ConversationRef
) -> None:
    channel.script.extend([Scripted(202), Scripted(200, {}, ["odd"])])
    assert await connector.send(chat, {"type": "typing"}) == ""
    assert await connector.send(chat, {"type": "typing"}) == ""


async def test_messages_keep_their_order_also_when_one_is_delayed(
    connector: Connector, channel: FakeChannel, chat: ConversationRef
) -> None:
    channel.script.extend([Scripted(429, {"Retry-After": "0.01"}), Scripted(502)])
    sends = [connector.send(chat, {"text": str(number)}) for number in range(6)]
    await asyncio.gather(*sends)
    delivered = [call.body["text"] for call in channel.calls]
    assert delivered == ["0", "0", "0", "1", "2", "3", "4", "5"]


async def test_one_conversation_does_not_wait_for_another(
    connector: Connector, channel: FakeChannel, chat: ConversationRef
) -> None:
    channel.together = 10
    others = [replace(chat, conversation_id=f"a:{number}") for number in range(10)]
    async with asyncio.timeout(SOON):
        await asyncio.gather(*(connector.send(ref, {"text": "hi"}) for ref in others))


@pytest.mark.parametrize(
    "service_url", ["https://evil.example/", "http://smba.trafficmanager.net/", "", "file:///etc"]
)
async def test_a_foreign_address_is_never_called(
    service_url: str, session: aiohttp.ClientSession, chat: ConversationRef
) -> None:
    clock = TurnedClock()
    connector = Connector(session, NoCredentials(), ServiceHosts(), ConversationQueues(clock))
    with pytest.raises(HostRefused):
        await connector.send(replace(chat, service_url=service_url), {"text": "hi"})


async def test_logs_of_a_repeated_send_name_no_one(
    connector: Connector, channel: FakeChannel, chat: ConversationRef
) -> None:
    channel.script.append(Scripted(429))
    with capture_logs() as logs:
        await connector.send(chat, {"text": "for Alex Wilber"})
    (log,) = logs
    assert log == {
        "event": "delivery_repeated",
        "log_level": "info",
        "status": 429,
        "attempt": 1,
        "wait": 0.5,
    }
