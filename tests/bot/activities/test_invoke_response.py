"""The wire shapes, and that they arrive: each through our edge and through the stock adapter."""

from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.activities import invoke_response as answers
from bot.activities.inbound import Inbound
from bot.activities.invoke_response import InvokeAnswer, Size
from bot.activities.invoke_router import Invoke, Invokes
from bot.activities.parsing import parse
from tests.bot.conftest import Serve
from tests.bot.samples import press, sample
from tests.support.channel import FakeChannel
from tests.support.stock import StockBot, stock_app

CARD = {"type": "AdaptiveCard", "version": "1.5", "body": []}
ACTION = "application/vnd.microsoft."

SHAPES: dict[str, tuple[InvokeAnswer, int, Any]] = {
    "card": (
        answers.card(CARD),
        200,
        {"statusCode": 200, "type": f"{ACTION}card.adaptive", "value": CARD},
    ),
    "message": (
        answers.message("Done."),
        200,
        {"statusCode": 200, "type": f"{ACTION}activity.message", "value": "Done."},
    ),
    "error": (
        answers.error("BadRequest", "Choose somebody."),
        200,
        {
            "statusCode": 400,
            "type": f"{ACTION}error",
            "value": {"code": "BadRequest", "message": "Choose somebody."},
        },
    ),
    "login request": (
        answers.login_request({"text": "Sign in"}),
        200,
        {
            "statusCode": 401,
            "type": f"{ACTION}activity.loginRequest",
            "value": {"text": "Sign in"},
        },
    ),
    "wrong code": (
        answers.wrong_code(),
        200,
        {"statusCode": 401, "type": f"{ACTION}error.incorrectAuthCode"},
    ),
    "precondition failed": (
        answers.precondition_failed("Consent is missing."),
        200,
        {
            "statusCode": 412,
            "type": f"{ACTION}error.preconditionFailed",
            "value": {"code": "412", "message": "Consent is missing."},
        },
    ),
    "token refused": (
        answers.token_refused("id-1", "self", "no consent"),
        412,
        {"id": "id-1", "connectionName": "self", "failureDetail": "no consent"},
    ),
    "search results": (
        answers.search_results([("Adele Vance", "a"), ("Alex Wilber", "b")]),
        200,
        {
            "statusCode": 200,
            "type": f"{ACTION}search.searchResponse",
            "value": {
                "results": [
                    {"title": "Adele Vance", "value": "a"},
                    {"title": "Alex Wilber", "value": "b"},
                ]
            },
        },
    ),
    "dialog": (
        answers.task_card("Holders", CARD, Size.LARGE),
        200,
        {
            "task": {
                "type": "continue",
                "value": {
                    "title": "Holders",
                    "height": "large",
                    "width": "large",
                    "card": {"contentType": f"{ACTION}card.adaptive", "content": CARD},
                },
            }
        },
    ),
    "dialog message": (
        answers.task_message("Saved."),
        200,
        {"task": {"type": "message", "value": "Saved."}},
    ),
}


@pytest.mark.parametrize("name", SHAPES)
async def test_an_answer_arrives_exactly_as_teams_reads_it(
    name: str, channel: FakeChannel, serve: Serve
) -> None:
    answer, status, body = SHAPES[name]
    async with serve(answer) as served:
        response = await served.post(press(channel), channel.token())
        assert (response.status, await response.json()) == (status, body)


async def test_an_empty_answer_has_no_body(channel: FakeChannel, serve: Serve) -> None:
    async with serve(answers.empty()) as served:
        response = await served.post(press(channel), channel.token())
        assert (response.status, await response.read()) == (200, b"")


def test_a_search_offers_no_more_than_teams_shows() -> None:
    many = answers.search_results((f"Person {n}", str(n)) for n in range(100))
    assert many.body is not None
    assert len(many.body["value"]["results"]) == 15


@pytest.mark.parametrize(
    "answer",
    [
        {"status_code": 200, "type": f"{ACTION}card.adaptive", "value": CARD},
        {"status_code": 200, "type": f"{ACTION}activity.message", "value": "Done."},
    ],
    ids=["card", "string"],
)
async def test_the_stock_adapter_answers_500_to_any_invoke_with_a_body(
    answer: dict[str, Any], channel: FakeChannel
) -> None:
    async with TestClient(TestServer(stock_app(channel, StockBot(answer)))) as stock:
        headers = {"Authorization": f"Bearer {channel.token()}"}
        response = await stock.post("/api/messages", json=press(channel), headers=headers)
        assert response.status == 500


async def test_each_invoke_finds_its_handler(channel: FakeChannel, serve: Serve) -> None:
    invokes = Invokes()

    @invokes.on(Invoke.SEARCH)
    async def search(inbound: Inbound) -> InvokeAnswer:
        return answers.search_results([(inbound.value["dataset"], "x")])

    @invokes.on(Invoke.CARD_ACTION)
    async def action(inbound: Inbound) -> InvokeAnswer:
        return answers.message(f"{inbound.value['action']['verb']} {inbound.value['trigger']}")

    async with serve(invokes.answer) as served:
        found = await served.post(sample("personal.invoke.application-search", channel), "x")
        assert found.status == 401
        found = await served.post(
            sample("personal.invoke.application-search", channel), channel.token()
        )
        assert (await found.json())["value"]["results"][0]["title"] == "cities"
        pressed = await served.post(press(channel), channel.token())
        assert (await pressed.json())["value"] == "inc manual"


@pytest.mark.parametrize("name", ["tab/fetch", "handoff/action", "made/up", "x" * 900])
async def test_an_unknown_invoke_is_answered_with_501(
    name: str, channel: FakeChannel, serve: Serve
) -> None:
    async with serve(Invokes().answer) as served:
        response = await served.post(press(channel) | {"name": name}, channel.token())
        assert response.status == 501
        assert (await response.json())["error"]["code"] == "NotImplemented"


@pytest.mark.parametrize("name", ["task/fetch", "task/submit", "message/fetchTask"])
async def test_a_dialog_that_no_card_of_ours_opens_says_so(
    name: str, channel: FakeChannel, serve: Serve
) -> None:
    async with serve(Invokes(lambda _: "Not one of mine.").answer) as served:
        response = await served.post(press(channel) | {"name": name}, channel.token())
        assert response.status == 200
        assert await response.json() == {"task": {"type": "message", "value": "Not one of mine."}}


@pytest.mark.parametrize("name", ["fileConsent/invoke", "message/submitAction"])
async def test_what_no_one_asked_for_and_no_one_reads_is_taken(
    name: str, channel: FakeChannel, serve: Serve
) -> None:
    async with serve(Invokes().answer) as served:
        response = await served.post(press(channel) | {"name": name}, channel.token())
        assert (response.status, await response.read()) == (200, b"")


async def test_two_handlers_for_one_invoke_are_a_mistake() -> None:
    invokes = Invokes()

    async def handler(_: Inbound) -> InvokeAnswer:
        return answers.empty()

    invokes.on(Invoke.TASK_FETCH)(handler)
    with pytest.raises(ValueError, match="task/fetch"):
        invokes.on(Invoke.TASK_FETCH)(handler)
    assert await invokes.answer(parse(sample("personal.invoke.task-fetch"))) == answers.empty()
