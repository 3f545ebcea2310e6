import asyncio
from typing import Any

import pytest
from botbuilder.core import TurnContext
from botbuilder.schema import Activity, ConversationReference
from structlog.testing import capture_logs

from bot.activities import invoke_response as answers
from bot.activities.botbuilder_activity import activity_of
from bot.activities.inbound import Inbound
from bot.activities.invoke_response import InvokeAnswer
from bot.activities.parsing import parse
from tests.bot.conftest import Serve
from tests.bot.samples import message, press, sample
from tests.support.channel import FakeChannel
from tests.support.waiting import SOON


async def _fails(_: Inbound) -> InvokeAnswer | None:
    raise RuntimeError("Alex Wilber pressed")


async def test_a_message_is_taken_with_202(channel: FakeChannel, serve: Serve) -> None:
    async with serve() as served:
        response = await served.post(message(channel), channel.token())
        assert (response.status, await response.read()) == (202, b"")


async def test_a_failing_button_shows_an_error_that_can_be_looked_up(
    channel: FakeChannel, serve: Serve
) -> None:
    with capture_logs() as logs:
        async with serve(_fails) as served:
            response = await served.post(press(channel), channel.token())
            body = await response.json()
    assert response.status == 200
    assert (body["statusCode"], body["type"]) == (500, "application/vnd.microsoft.error")
    assert body["value"]["code"] == "InternalError"
    assert "turn-1" in body["value"]["message"]
    assert "Alex" not in body["value"]["message"]
    (log,) = (log for log in logs if log["log_level"] == "error")
    assert (log["event"], log["error"]) == ("turn_failed", "RuntimeError")
    assert log["at"][-1].endswith(" _fails")
    assert "Alex" not in str(log)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("personal.message.text", 202),
        ("personal.message.submit-people", 202),
        ("personal.installationUpdate.add", 202),
        ("personal.messageReaction", 202),
        ("personal.invoke.application-search", 200),
        ("personal.invoke.task-fetch", 200),
        ("personal.invoke.signin-tokenExchange", 412),
    ],
)
async def test_no_failure_of_ours_is_a_500(
    name: str, status: int, channel: FakeChannel, serve: Serve
) -> None:
    async with serve(_fails) as served:
        assert (await served.post(sample(name, channel), channel.token())).status == status


async def test_logs_name_no_one_and_hold_no_token(channel: FakeChannel, serve: Serve) -> None:
    with capture_logs() as logs:
        async with serve(answers.card({})) as served:
            token = channel.token()
            await served.post(press(channel), token)
            await served.post(message(channel, type=None), token)
            await served.post(message(channel), token + "x")
    printed = str(logs)
    assert "request_refused" in printed
    for secret in ("Alex", "29:1", "aaaaaaaa-", "contoso", token[:40]):
        assert secret not in printed


async def test_turns_run_side_by_side(channel: FakeChannel, serve: Serve) -> None:
    both = asyncio.Barrier(2)

    async def meet(_: Inbound) -> InvokeAnswer | None:
        async with asyncio.timeout(SOON):
            await both.wait()
        return answers.message("met")

    async with serve(meet) as served:
        posts = (served.post(press(channel), channel.token()) for _ in range(2))
        bodies = [await response.json() for response in await asyncio.gather(*posts)]
    assert [body["value"] for body in bodies] == ["met", "met"]


class Polite:
    """A middleware of botbuilder: says something before each turn."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    async def on_turn(self, context: TurnContext, logic: Any) -> None:
        self.seen.append((context.activity.type, context.activity.from_property.aad_object_id))
        sent = await context.send_activity(Activity(type="message", text="One moment"))
        assert sent is not None
        await context.update_activity(Activity(type="message", id=sent.id, text="Here it is"))
        await context.delete_activity(sent.id)
        await logic()


async def test_middleware_of_botbuilder_speaks_through_our_connector(
    channel: FakeChannel, serve: Serve
) -> None:
    polite = Polite()
    async with serve(answers.message("done")) as served:
        served.edge.use(polite)
        response = await served.post(press(channel), channel.token())
        assert (await response.json())["value"] == "done"
    assert polite.seen == [("invoke", "aaaaaaaa-0000-4000-8000-000000000020")]
    assert [(call.method, call.body and call.body["text"]) for call in channel.calls] == [
        ("POST", "One moment"),
        ("PUT", "Here it is"),
        ("DELETE", None),
    ]


async def test_a_turn_can_be_continued_later(channel: FakeChannel, serve: Serve) -> None:
    inbound = parse(message(channel))

    async def later(context: TurnContext) -> None:
        await context.send_activity("It is done")

    async with serve() as served:
        reference: ConversationReference = TurnContext.get_conversation_reference(
            activity_of(inbound)
        )
        await served.edge.continue_conversation(reference, later)
    (call,) = channel.calls
    assert call.path == "/teams/v3/conversations/a%3A1personalchatAAAA/activities"
    assert call.body["text"] == "It is done"
