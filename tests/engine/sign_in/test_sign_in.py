"""Signing in at the edge: who is asked how, what waits, and that nothing done is lost.

The file is long because all of it is played on one stage, which stands at its beginning.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.activities.invoke_response import InvokeAnswer
from bot.activities.parsing import parse
from bot.http.safety_net import SECURITY_HEADERS
from bot.sign_in.credentials import read_code
from bot.sign_in.oauth_card import SignInLinks
from bot.sign_in.pages import SignInPages
from cards.words.languages import Languages
from dialogs.model.events import Arrived, Pressed, Said, Who
from dialogs.model.results import Reply
from engine.sign_in.pending import PendingSignIns
from engine.turns.pipeline import Turns
from ledger import Ledger
from licensing.errors import SignInNeeded, TenantUnavailable, WrongPerson
from tests.bot.samples import message, press, sample
from tests.support.ledger import activity_of, opened

SECRET = "eyJ.very.secret"
LINKS = SignInLinks("app-id", "https://bot.example")
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


class Clock:
    def now(self) -> datetime:
        return NOW


@dataclass
class Entra:
    """A sign-in service whose answers the test chooses."""

    known: set[str] = field(default_factory=set)
    refuse: Exception | None = None
    delay: float = 0.0
    asked: list[str] = field(default_factory=list)
    claims: list[str | None] = field(default_factory=list)
    exchanged: list[str] = field(default_factory=list)
    demanded: list[tuple[str, str]] = field(default_factory=list)
    #: Whether a sign-in is of no use to the tenant.
    useless: bool = False

    async def ask(
        self,
        tenant: str,
        person: str,
        conversation: str,
        claims: str | None = None,
        *,
        always_new: bool = True,
    ) -> str:
        del tenant, conversation
        if always_new or not self.asked:
            self.asked.append(f"request-{len(self.asked)}-{person[-2:]}")
            self.claims.append(claims)
        return self.asked[-1]

    async def awaits(self, tenant: str, person: str, conversation: str) -> bool:
        del tenant, conversation
        return person not in self.known

    async def signed_in(self, tenant: str, person: str) -> bool:
        del tenant
        return person in self.known

    async def exchange(self, id: str, tenant: str, person: str, assertion: str) -> None:  # noqa: A002
        del tenant, assertion
        await asyncio.sleep(self.delay)
        if self.refuse:
            raise self.refuse
        self.exchanged.append(id)
        self.known.add(person)

    async def demand(self, id: str, claims: str) -> None:  # noqa: A002
        self.demanded.append((id, claims))

    async def sign_out(self, tenant: str, person: str) -> bool:
        del tenant
        self.known.discard(person)
        return True

    async def open_window(self, id: str) -> str | None:  # noqa: A002
        return "https://entra.example/authorize" if id in self.asked else None

    async def end_window(self, answer: Mapping[str, str]) -> str | None:
        if self.refuse:
            raise self.refuse
        return "ABCD-2345" if answer.get("state") == "good" else None

    async def confirm(
        self, tenant: str, person: str, code: str
    ) -> Sequence[tuple[str, str]] | None:
        del tenant
        if code != "ABCD-2345":
            return None
        self.known.add(person)
        return [(request, "a:chat") for request in self.asked]


@dataclass
class FakeDispatcher:
    """A conversation that needs a sign-in for everything."""

    languages = Languages()
    entra: Entra
    delay: float = 0.0
    done: list[str] = field(default_factory=list)
    need: SignInNeeded = field(default_factory=SignInNeeded)

    async def answer(self, who: Who, event: Said | Pressed | Arrived) -> Reply:
        await asyncio.sleep(self.delay)
        if who.person not in self.entra.known or self.entra.useless:
            raise self.need
        text = event.text if isinstance(event, Said) else type(event).__name__
        self.done.append(text)
        return Reply(text=f"done: {text}")


@dataclass
class Stage:
    ledger: Ledger
    entra: Entra
    dispatcher: FakeDispatcher
    turns: Turns
    woken: list[str]

    async def send(self, activity: dict[str, Any]) -> InvokeAnswer | None:
        return await self.turns.handle(parse(activity))

    async def settle(self) -> None:
        await self.turns.close()

    def hurry(self) -> None:
        """Wait for nothing that takes as long as the tests below make it."""
        self.turns.time_limit = timedelta(seconds=0.1)
        if self.turns.verification is not None:
            self.turns.verification.time_limit = self.turns.time_limit

    async def posted(self) -> list[dict[str, Any]]:
        """Take what waits in the outbox, and let it be sent."""
        found: list[dict[str, Any]] = []
        while True:
            async with self.ledger.begin() as unit:
                messages = await unit.outbox.claim(NOW, timedelta(seconds=60), 16)
                for one in messages:
                    found.append(activity_of(one))
                    await unit.outbox.sent(one, one.updates or f"sent-{one.number}")
            if not messages:
                return found

    async def restart(self) -> None:
        """Let another process take over."""
        await self.turns.close()
        self.turns = _turns(self.ledger, self.entra, self.dispatcher, self.woken)
        await self.turns.start()
        await self.turns.close()


def _turns(
    ledger: Ledger,
    entra: Entra,
    dispatcher: FakeDispatcher,
    woken: list[str],
    seconds: float = 10.0,
) -> Turns:
    sign_ins = PendingSignIns(entra, ledger, Clock(), LINKS, lambda: None)
    return Turns(
        dispatcher,  # type: ignore[arg-type]
        ledger,
        Clock(),
        post=lambda: None,
        carry_out=lambda _: None,
        time_limit=timedelta(seconds=seconds),
        sign_ins=sign_ins,
        signed_in=lambda _, person: woken.append(person),
    )


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with opened(tmp_path / "ledger.db") as ledger:
        entra, woken = Entra(), list[str]()
        dispatcher = FakeDispatcher(entra)
        turns = _turns(ledger, entra, dispatcher, woken)
        yield Stage(ledger, entra, dispatcher, turns, woken)
        await turns.close()


def _said(text: str, id: str = "m1") -> dict[str, Any]:  # noqa: A002
    return message(text=text, id=id)


def _pressed(id: str = "i1", **credential: Any) -> dict[str, Any]:  # noqa: A002
    activity = press(id=id)
    action = {"action": {"data": {"unassign": {"verb": "next", "token": "t"}}}}
    return activity | {"value": action | credential}


def _exchange(request: str, id: str = "x1") -> dict[str, Any]:  # noqa: A002
    value = {"id": request, "connectionName": "unassign", "token": SECRET}
    return press(id=id) | {"name": "signin/tokenExchange", "value": value}


def _verify(code: str, id: str = "v1") -> dict[str, Any]:  # noqa: A002
    return press(id=id) | {"name": "signin/verifyState", "value": {"state": code}}


def _card(activity: dict[str, Any]) -> dict[str, Any]:
    (attachment,) = activity["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.oauth"
    return dict(attachment["content"])


def _stored(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("ledger.db*"))


async def _asked_in_chat(stage: Stage) -> str:
    await stage.settle()
    (activity,) = await stage.posted()
    return str(_card(activity)["tokenExchangeResource"]["id"])


def _body(answer: InvokeAnswer | None) -> dict[str, Any]:
    assert answer
    assert answer.body
    return dict(answer.body)


async def test_a_message_waits_until_its_person_has_signed_in(stage: Stage) -> None:
    await stage.send(_said("hello"))
    request = await _asked_in_chat(stage)
    assert stage.dispatcher.done == []
    assert await stage.send(_exchange(request)) == InvokeAnswer(200)
    await stage.settle()
    assert stage.dispatcher.done == ["hello"]
    assert [one["text"] for one in await stage.posted()] == ["done: hello"]
    assert len(stage.woken) == 1


@pytest.mark.parametrize(
    ("typed", "introduced"), [("hello", True), ("help", True), ("history", False)]
)
async def test_the_first_message_says_what_the_bot_does_before_it_asks(
    stage: Stage, typed: str, introduced: bool
) -> None:
    await stage.send(_said(typed))
    await stage.settle()
    (activity,) = await stage.posted()
    said = _card(activity)["text"]
    assert said.startswith("Hi. I remove Microsoft 365 licenses") == introduced
    assert ("Nothing is removed before you confirm" in said) == introduced
    assert "your own permissions" in said


async def test_the_card_is_as_teams_reads_it(stage: Stage) -> None:
    await stage.send(_said("hello"))
    await stage.settle()
    (activity,) = await stage.posted()
    card = _card(activity)
    request = stage.entra.asked[0]
    assert card["connectionName"] == "unassign"
    assert card["tokenExchangeResource"] == {"id": request, "uri": "api://botid-app-id"}
    assert card["buttons"] == [
        {
            "type": "signin",
            "title": "Sign in",
            "value": f"https://bot.example/auth/start?t={request}",
        }
    ]


async def test_several_messages_go_on_in_their_order(stage: Stage) -> None:
    for number in range(4):
        await stage.send(_said(f"word {number}", f"m{number}"))
        await stage.settle()
    await stage.send(_exchange(stage.entra.asked[0]))
    await stage.settle()
    assert stage.dispatcher.done == [f"word {number}" for number in range(4)]


async def test_two_clients_do_nothing_twice(stage: Stage) -> None:
    await stage.send(_said("hello"))
    request = await _asked_in_chat(stage)
    answers = await asyncio.gather(
        *(stage.send(_exchange(request, f"x{number}")) for number in range(3))
    )
    assert set(answers) == {InvokeAnswer(200)}
    await stage.settle()
    assert stage.dispatcher.done == ["hello"]


@pytest.mark.parametrize("error", [SignInNeeded(), WrongPerson(), TenantUnavailable()])
async def test_a_token_that_can_not_be_used_shows_the_button(
    stage: Stage, error: Exception
) -> None:
    await stage.send(_said("hello"))
    request = await _asked_in_chat(stage)
    stage.entra.refuse = error
    answer = await stage.send(_exchange(request))
    assert answer
    assert answer.status == 412
    assert _body(answer)["id"] == request
    assert _body(answer)["connectionName"] == "unassign"
    await stage.settle()
    assert stage.dispatcher.done == []


async def test_a_slow_exchange_is_answered_in_time_and_goes_on(stage: Stage) -> None:
    await stage.send(_said("hello"))
    request = await _asked_in_chat(stage)
    stage.hurry()
    stage.entra.delay = 0.6
    answer = await stage.send(_exchange(request))
    assert answer
    assert answer.status == 412
    await stage.settle()
    assert stage.dispatcher.done == ["hello"]


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"id": 7, "token": []},
        {"id": "x"},
        {"token": SECRET},
        {"id": "x", "token": "y" * 30_000},
    ],
)
async def test_an_exchange_without_its_parts_is_refused(
    stage: Stage, value: dict[str, Any]
) -> None:
    answer = await stage.send(press() | {"name": "signin/tokenExchange", "value": value})
    assert answer
    assert answer.status == 412


async def test_the_windows_code_lets_the_message_through(stage: Stage) -> None:
    await stage.send(_said("hello"))
    await _asked_in_chat(stage)
    assert await stage.send(_verify("WXYZ-2345")) == InvokeAnswer(412)
    assert await stage.send(_verify("ABCD-2345", "v2")) == InvokeAnswer(200)
    await stage.settle()
    assert stage.dispatcher.done == ["hello"]
    texts = [one.get("text") for one in await stage.posted()]
    assert sorted(map(str, texts)) == ["You're signed in.", "done: hello"]


async def test_a_typed_code_does_the_same(stage: Stage) -> None:
    await stage.send(_said("hello"))
    await _asked_in_chat(stage)
    await stage.send(_said("WXYZ-2345", "m2"))
    await stage.settle()
    assert "invalid or has expired" in (await stage.posted())[0]["text"]
    await stage.send(_said("ABCD-2345", "m3"))
    await stage.settle()
    assert stage.dispatcher.done == ["hello"]


def test_only_what_looks_like_a_code_is_one() -> None:
    for text in ("ABCD-2345", "abcd 2345", " ABCD2345 ", "abcd \N{EN DASH} 2345"):
        assert read_code(text), text
    for text in ("hello", "ABCD-234", "ABCD-2345 please", "2345-ABCD", "", "ABCD-1111"):
        assert read_code(text) is None, text
    for command in ("undo 2345", "stop 4567", "Stop4567", "hold 2345", "open 2345"):
        assert read_code(command) is None, command


async def test_only_so_much_of_a_person_waits_for_a_sign_in(stage: Stage) -> None:
    for number in range(25):
        await stage.send(_said("hello", f"m{number}"))
    await stage.settle()
    person = f"{parse(_said('x')).tenant_id}/{parse(_said('x')).sender.aad_id}"
    async with stage.ledger.read() as unit:
        number, characters = await unit.inbox.waiting(person)
    assert 0 < number <= 20
    assert characters < 100_000


async def test_only_so_many_characters_of_a_person_wait_for_a_sign_in(stage: Stage) -> None:
    for number in range(8):
        await stage.send(_said("hello" + " " * 300_000, f"m{number}"))
    await stage.settle()
    person = f"{parse(_said('x')).tenant_id}/{parse(_said('x')).sender.aad_id}"
    async with stage.ledger.read() as unit:
        number, characters = await unit.inbox.waiting(person)
    assert number == 4
    assert characters < 2_000_000
    said = [message for message in await stage.posted() if message.get("text")]
    assert len(said) == 4, "the others were answered"


async def test_a_code_is_read_only_where_a_sign_in_is_pending(stage: Stage) -> None:
    stage.entra.known.add(parse(_said("x")).sender.aad_id)
    await stage.send(_said("take 2345"))
    await stage.settle()
    assert stage.dispatcher.done == ["take 2345"]


async def test_a_press_is_answered_with_the_request(stage: Stage) -> None:
    stage.dispatcher.need = SignInNeeded(claims="the claims")
    body = _body(await stage.send(_pressed()))
    assert body["statusCode"] == 401
    assert body["type"] == "application/vnd.microsoft.activity.loginRequest"
    assert body["value"]["tokenExchangeResource"]["id"] == stage.entra.asked[0]
    assert stage.entra.claims == ["the claims"]
    assert await stage.posted() == []
    assert _body(await stage.send(_pressed())) == body


async def test_the_repeated_press_with_the_token_does_it(stage: Stage) -> None:
    await stage.send(_pressed())
    credential = {"id": stage.entra.asked[0], "connectionName": "unassign", "token": SECRET}
    body = _body(await stage.send(_pressed("i2", authentication=credential)))
    assert (body["statusCode"], body["value"]) == (200, "done: Pressed")


async def test_the_repeated_press_with_the_windows_code_does_it(stage: Stage) -> None:
    await stage.send(_pressed())
    wrong = _body(await stage.send(_pressed("i2", state="WXYZ-2345")))
    assert wrong["type"] == "application/vnd.microsoft.error.incorrectAuthCode"
    good = _body(await stage.send(_pressed("i3", state="ABCD-2345")))
    assert good["value"] == "done: Pressed"


async def test_a_repeated_press_with_a_useless_token_shows_the_button(stage: Stage) -> None:
    await stage.send(_pressed())
    stage.entra.refuse = SignInNeeded()
    credential = {"id": stage.entra.asked[0], "connectionName": "unassign", "token": SECRET}
    body = _body(await stage.send(_pressed("i2", authentication=credential)))
    assert body["statusCode"] == 412
    assert body["type"] == "application/vnd.microsoft.error.preconditionFailed"
    assert stage.dispatcher.done == []


async def test_a_press_that_took_too_long_to_ask_waits_in_the_chat(stage: Stage) -> None:
    stage.hurry()
    stage.dispatcher.delay = 0.6
    assert "Working" in json.dumps(_body(await stage.send(_pressed())))
    request = await _asked_in_chat(stage)
    stage.dispatcher.delay = 0.0
    await stage.send(_exchange(request))
    await stage.settle()
    assert stage.dispatcher.done == ["Pressed"]


async def test_a_sign_in_that_does_not_help_does_not_go_round_for_ever(stage: Stage) -> None:
    stage.entra.useless = True
    await stage.send(_said("hello"))
    for number in range(3):
        request = await _asked_in_chat(stage)
        await stage.send(_exchange(request, f"x{number}"))
    await stage.settle()
    assert ["aren't signed in" in one.get("text", "") for one in await stage.posted()] == [True]


async def test_what_the_tenant_wants_on_top_is_proven_by_the_window(stage: Stage) -> None:
    await stage.send(_pressed())
    stage.entra.useless = True
    stage.dispatcher.need = SignInNeeded(claims="more")
    credential = {"id": stage.entra.asked[0], "connectionName": "unassign", "token": SECRET}
    body = _body(await stage.send(_pressed("i2", authentication=credential)))
    assert body["statusCode"] == 412
    assert stage.entra.demanded == [(stage.entra.asked[0], "more")]


async def test_who_takes_the_app_away_is_forgotten(stage: Stage) -> None:
    stage.entra.known.add(parse(_said("x")).sender.aad_id)
    activity = {key: value for key, value in _said("").items() if key != "text"}
    await stage.send(activity | {"type": "installationUpdate", "action": "remove"})
    assert stage.entra.known == set()


async def test_a_restart_loses_nothing_that_waits(stage: Stage) -> None:
    await stage.send(_said("hello"))
    await _asked_in_chat(stage)
    await stage.restart()
    assert stage.dispatcher.done == []
    assert await stage.posted() == []
    await stage.send(_exchange(stage.entra.asked[0]))
    await stage.settle()
    assert stage.dispatcher.done == ["hello"]


async def test_a_crash_between_sign_in_and_release_loses_nothing(stage: Stage) -> None:
    await stage.send(_said("hello"))
    await stage.settle()
    stage.entra.known.add(parse(_said("x")).sender.aad_id)
    await stage.restart()
    assert stage.dispatcher.done == ["hello"]


async def test_neither_token_nor_code_is_stored(stage: Stage, tmp_path: Path) -> None:
    await stage.send(_pressed())
    stage.entra.refuse = SignInNeeded()
    credential = {"id": stage.entra.asked[0], "connectionName": "unassign", "token": SECRET}
    await stage.send(_pressed("i2", authentication=credential))
    await stage.send(_pressed("i3", state="ABCD-2345"))
    await stage.send(_exchange(stage.entra.asked[0]))
    await stage.settle()
    stored = _stored(tmp_path)
    assert SECRET.encode() not in stored
    assert b"ABCD-2345" not in stored


@pytest.mark.parametrize("code", ["resourcematchfailed", "Alex Wilber", None, 7])
async def test_a_clients_failure_is_answered(stage: Stage, code: object) -> None:
    activity = sample("personal.invoke.adaptiveCard-action.inc")
    value = {"code": code, "message": "words"}
    answer = await stage.send(activity | {"name": "signin/failure", "value": value})
    assert answer == InvokeAnswer(200)


@pytest.fixture
async def window() -> AsyncIterator[tuple[TestClient[web.Request, web.Application], Entra]]:
    entra, app = Entra(asked=["r1"]), web.Application()
    SignInPages(entra, Languages()).add_to(app)

    async def secure(_: web.Request, response: web.StreamResponse) -> None:
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)

    app.on_response_prepare.append(secure)
    async with TestClient(TestServer(app)) as client:
        yield client, entra


Window = tuple[TestClient[web.Request, web.Application], Entra]


async def test_the_window_leads_to_entra(window: Window) -> None:
    client, _ = window
    answer = await client.get("/auth/start?t=r1", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (302, "https://entra.example/authorize")
    assert (await client.get("/auth/start?t=made-up")).status == 404
    assert (await client.get("/auth/start")).status == 404


@pytest.mark.parametrize("method", ["get", "post"])
async def test_the_last_page_shows_the_code_and_lets_nothing_else_in(
    window: Window, method: str
) -> None:
    client, _ = window
    fields = {"state": "good", "code": "c"}
    sent = {"params": fields} if method == "get" else {"data": fields}
    answer = await client.request(method, "/auth/callback", **sent)  # type: ignore[arg-type]
    page = await answer.text()
    assert answer.status == 200
    assert '<b id="code">ABCD-2345</b>' in page
    assert "<script>" not in page
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    for path in ("/auth/page.js", "/auth/page.css"):
        assert (await client.get(path)).status == 200


@pytest.mark.parametrize(
    ("error", "said"),
    [(SignInNeeded(), "signed in. Close this window"), (WrongPerson(), "Someone else")],
)
async def test_a_no_is_said_on_the_page(window: Window, error: Exception, said: str) -> None:
    client, entra = window
    entra.refuse = error
    answer = await client.post("/auth/callback", data={"state": "good", "error": "<script>"})
    page = await answer.text()
    assert answer.status == 403
    assert said in page
    assert "<script>" not in page


async def test_a_window_that_no_one_opened_is_told_so(window: Window) -> None:
    client, _ = window
    assert (await client.post("/auth/callback", data={"state": "bad"})).status == 404
    assert (await client.get("/auth/callback")).status == 404
