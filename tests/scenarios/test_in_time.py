"""Every invoke is answered within three seconds, though Graph and Entra do not answer at all."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from types import SimpleNamespace
from typing import Any, Final

import pytest
import pytest_asyncio

from bot.activities.invoke_router import Invoke
from engine.turns.pipeline import TIME_LIMIT
from sandbox.entra import directory
from sandbox.organization.personas import ADELE, ALEX, MEGAN, Persona
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import card_of, is_card
from tests.support.crowd import office
from tests.support.forger import Forger
from tests.support.journeys import to_people
from tests.support.seen import Json, find_button, press_of, text_of
from tests.support.waiting import SOON
from tests.support.window import answer_window, button_of, sign_in_card

#: Teams gives up after 10 to 15 seconds; a person much earlier.
IN_TIME: Final = 3.0
#: Seconds that the tenant takes, unless it is told to answer.
GRAPH: Final = 3_600.0
ENTRA: Final = 3_600.0
#: What a search asks for.
SEARCHED: Final[Json] = {
    "queryText": "joni",
    "queryOptions": {"skip": 0, "top": 15},
    "dataset": "people",
}

Sent = Callable[[], Awaitable[tuple[int, Any]]]


@pytest_asyncio.fixture
async def env(tmp_path: Any) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, office(), signed=True) as opened:
        yield opened
        # What still waits for Graph need not wait for the end of the test as well.
        await opened.fair_weather()


async def _asked(env: BotFixture, persona: Persona) -> Json:
    chat = await env.chat(persona).open()
    return dict(await chat.until(sign_in_card))


def _shows(message: Json, *texts: str) -> bool:
    seen = text_of(card_of(message)) if is_card(message) else ""
    return all(text in seen for text in texts)


async def test_every_invoke_is_answered_in_time_while_the_tenant_stands_still(
    env: BotFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert TIME_LIMIT.total_seconds() < IN_TIME
    entra_answers = asyncio.Event()
    monkeypatch.setattr(directory, "asyncio", SimpleNamespace(sleep=lambda _: entra_answers.wait()))
    alex = await env.chat(ALEX).open()
    await alex.until_card("Unassign licenses")
    card = await to_people(alex)
    forger = Forger(env, press_of(find_button(card, "Preview")), (await alex.message())["id"])
    megan = await _asked(env, MEGAN)
    _, _, code = await answer_window(env.session, button_of(megan), MEGAN)
    adele = await env.chat(ADELE).open()
    await adele.until_card("Unassign licenses")
    await adele.say("sign out")
    await env.control("entra/people/adele", {"silent": False}, "PATCH")
    before = len(await adele.messages())
    await adele.write("who am i")
    await adele.until(lambda messages: len(messages) > before + 1 and sign_in_card(messages))
    request = sign_in_card(await adele.messages())
    assert request is not None
    await env.control("entra/people/adele", {"silent": True}, "PATCH")
    exchange = {
        "id": request["tokenExchangeResource"]["id"],
        "connectionName": "self",
        "token": await forger.sso(ADELE),
    }
    pasted = forger.press()
    pasted["value"]["action"]["data"]["paste"] = "jonis@contoso.example"
    await env.control("settings", {"latency": GRAPH}, "PATCH")
    await env.control("entra", {"delay": ENTRA}, "PATCH")

    def invoked(name: str, value: Json, persona: Persona = ALEX) -> Sent:
        return lambda: forger.send(forger.invoked(name, value, persona))

    #: What is sent, the status, and what must stand in the answer.
    sent: dict[str, tuple[Sent, int, str]] = {
        Invoke.CARD_ACTION: (lambda: forger.send(pasted), 200, "Working on it"),
        Invoke.SEARCH: (invoked(Invoke.SEARCH, SEARCHED), 200, "searchResponse"),
        Invoke.TASK_FETCH: (invoked(Invoke.TASK_FETCH, {"data": {}}), 200, "isn't from Unassign"),
        Invoke.TASK_SUBMIT: (invoked(Invoke.TASK_SUBMIT, {"data": {}}), 200, "isn't from Unassign"),
        Invoke.TOKEN_EXCHANGE: (invoked(Invoke.TOKEN_EXCHANGE, exchange, ADELE), 412, "failure"),
        Invoke.VERIFY_STATE: (invoked(Invoke.VERIFY_STATE, {"state": code}, MEGAN), 200, ""),
        Invoke.SIGN_IN_FAILURE: (
            invoked(Invoke.SIGN_IN_FAILURE, {"code": "tokenmissing"}, MEGAN),
            200,
            "",
        ),
        Invoke.FILE_CONSENT: (invoked(Invoke.FILE_CONSENT, {"action": "accept"}), 200, ""),
        Invoke.FEEDBACK: (invoked(Invoke.FEEDBACK, {"actionName": "feedback"}), 200, ""),
        Invoke.FEEDBACK_FORM: (invoked(Invoke.FEEDBACK_FORM, {}), 200, "isn't from Unassign"),
        "made/up": (invoked("made/up", {}), 501, "NotImplemented"),
    }
    assert set(Invoke) <= set(sent)
    # All are answered before Graph and Entra answer anything.
    answers = await asyncio.gather(*(send() for send, _, _ in sent.values()))
    for (name, (_, expected, says)), (status, body) in zip(sent.items(), answers, strict=True):
        assert (status, says in str(body)) == (expected, True), (name, body)

    # Nothing of it is lost: the press, the sign-in by the client and the one by the window.
    await env.control("entra", {"delay": 0}, "PATCH")
    entra_answers.set()
    await env.fair_weather()
    await alex.until(lambda ms: any(_shows(m, "3 of 4", "Joni Sherman") for m in ms))
    await adele.until_card("User Administrator")
    await env.chat(MEGAN).until_card("Unassign licenses")


async def test_a_message_that_takes_long_shows_that_the_bot_is_typing(env: BotFixture) -> None:
    alex = await env.chat(ALEX).open()
    await alex.until_card("Unassign licenses")
    await env.control("settings", {"latency": GRAPH}, "PATCH")
    feed = f"{env.sandbox_url}/page/api/events?persona={ALEX.oid}"
    async with env.session.ws_connect(feed) as socket, asyncio.timeout(SOON):
        await alex.write("who am i")
        while (await socket.receive_json())["kind"] != "typing":
            pass
    await env.fair_weather()
    await alex.until_card("License Administrator")
