"""Tokens in people's names through MSAL, against a small Entra over HTTP.

The file is long because all of it is played on one stage, which stands at its beginning.
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp.test_utils import TestServer
from cryptography.fernet import Fernet

from graph.sign_in.app_only import AppTokens
from graph.sign_in.delegated import DelegatedTokens
from graph.sign_in.entra import Entra, Registration
from graph.sign_in.http import EntraHttp
from graph.sign_in.service import SignInService
from ledger.sign_in.encryption import Encryption
from ledger.sign_in.sign_in_requests import SignInRequests
from ledger.sign_in.token_store import TokenStore
from licensing.errors import SignInNeeded, SlowDown, TenantUnavailable, UnreadAnswer, WrongPerson
from licensing.tenant.clouds import REHEARSAL_AUTHORITY
from tests.graph.conftest import Clock
from tests.support.ledger import opened
from tests.support.small_entra import (
    ALEX,
    APP_ID,
    CLAIMS,
    MEGAN,
    SECRET,
    TENANT,
    SmallEntra,
    sso_token,
)

CHAT = "chat"


@dataclass
class Bench:
    stand_in: SmallEntra
    http: EntraHttp
    entra: Entra
    safe: TokenStore
    desk: SignInService
    tokens: DelegatedTokens
    clock: Clock

    async def sign_in(self, person: str = ALEX) -> str:
        """Sign in as the client does by itself; returns the request."""
        request = await self.desk.ask(TENANT, person, CHAT)
        await self.desk.exchange(request, TENANT, person, sso_token(person))
        return request

    async def window(self, person: str = ALEX, answers: str = ALEX) -> str | None:
        """Open the window for one person and let someone answer it; returns the code."""
        address = await self.desk.open_window(await self.desk.ask(TENANT, person, CHAT))
        assert address
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["code_challenge_method"] == "S256"
        code = self.stand_in.sign_in(answers, asked["nonce"], asked["code_challenge"])
        return await self.desk.end_window({"code": code, "state": asked["state"]})


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    stand_in, clock = SmallEntra(), Clock()
    async with TestServer(stand_in.app()) as server, opened(tmp_path / "ledger.db") as ledger:
        http = EntraHttp(str(server.make_url("/entra")))
        registration = Registration(APP_ID, SECRET, REHEARSAL_AUTHORITY, "https://graph.example")
        entra = Entra(registration, http)
        encryption = Encryption([Fernet.generate_key().decode()])
        safe = TokenStore(ledger, encryption, clock)
        tokens = DelegatedTokens(entra, safe, clock)
        book = SignInRequests(ledger, encryption, clock)
        new_id = secrets.token_urlsafe
        desk = SignInService(entra, safe, book, tokens, "http://bot.example/auth/callback", new_id)
        yield Bench(stand_in, http, entra, safe, desk, tokens, clock)
        await tokens.close()
        entra.close()
        http.shut()


async def test_who_never_signed_in_has_to(bench: Bench) -> None:
    with pytest.raises(SignInNeeded):
        await bench.tokens.token(TENANT, ALEX)
    assert not bench.stand_in.asked


async def test_a_client_signs_in_by_itself(bench: Bench) -> None:
    await bench.sign_in()
    assert await bench.desk.signed_in(TENANT, ALEX)
    assert (await bench.tokens.token(TENANT, ALEX)).startswith(f"access:{ALEX}")
    with pytest.raises(SignInNeeded):
        await bench.tokens.token(TENANT, MEGAN)
    assert bench.stand_in.asked == {"about": 1, "on behalf of": 1}


async def test_two_clients_exchange_once(bench: Bench) -> None:
    request = await bench.desk.ask(TENANT, ALEX, CHAT)
    exchange = (bench.desk.exchange(request, TENANT, ALEX, sso_token()) for _ in range(4))
    await asyncio.gather(*exchange)
    assert bench.stand_in.asked["on behalf of"] == 1


async def test_a_sign_in_is_exchanged_by_one_caller_at_a_time(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = await bench.desk.ask(TENANT, ALEX, CHAT)
    under_way: list[None] = []
    most = 0

    async def slow(*_: object) -> None:
        nonlocal most
        under_way.append(None)
        most = max(most, len(under_way))
        await asyncio.sleep(0.02)
        under_way.pop()
        raise TenantUnavailable

    monkeypatch.setattr(Entra, "on_behalf_of", slow)
    callers = []
    for _ in range(6):
        callers.append(asyncio.create_task(bench.desk.exchange(request, TENANT, ALEX, "token")))
        await asyncio.sleep(0.01)
    refused = await asyncio.gather(*callers, return_exceptions=True)
    assert [type(one) for one in refused] == [TenantUnavailable] * 6
    assert most == 1


async def test_someone_elses_token_is_not_kept(bench: Bench) -> None:
    request = await bench.desk.ask(TENANT, ALEX, CHAT)
    with pytest.raises(WrongPerson):
        await bench.desk.exchange(request, TENANT, ALEX, sso_token(MEGAN))
    assert not await bench.desk.signed_in(TENANT, ALEX)
    assert not await bench.desk.signed_in(TENANT, MEGAN)


async def test_someone_else_can_not_answer_a_request(bench: Bench) -> None:
    request = await bench.desk.ask(TENANT, ALEX, CHAT)
    with pytest.raises(WrongPerson):
        await bench.desk.exchange(request, TENANT, MEGAN, sso_token(MEGAN))
    with pytest.raises(SignInNeeded):
        await bench.desk.exchange("made up", TENANT, ALEX, sso_token())
    assert not bench.stand_in.asked


async def test_after_consent_the_next_try_is_not_met_by_an_old_refusal(bench: Bench) -> None:
    bench.stand_in.consent = False
    with pytest.raises(SignInNeeded):
        await bench.sign_in()
    bench.stand_in.consent = True
    await bench.sign_in()
    assert bench.stand_in.asked == {"about": 1, "on behalf of": 2}


async def test_many_at_once_renew_once(bench: Bench) -> None:
    await bench.sign_in()
    bench.stand_in.lifetime = 200
    bench.tokens.refused(TENANT, ALEX, await bench.tokens.token(TENANT, ALEX))
    found = await asyncio.gather(*(bench.tokens.token(TENANT, ALEX) for _ in range(9)))
    assert len(set(found)) == 1
    assert bench.stand_in.asked["refresh_token"] == 1


async def test_a_token_from_memory_is_not_used_for_long(bench: Bench) -> None:
    await bench.sign_in()
    token = await bench.tokens.token(TENANT, ALEX)
    await bench.safe.drop(TENANT, ALEX)
    assert await bench.tokens.token(TENANT, ALEX) == token
    bench.clock.forward(minutes=6)
    with pytest.raises(SignInNeeded):
        await bench.tokens.token(TENANT, ALEX)


async def test_a_new_refresh_token_is_kept(bench: Bench) -> None:
    await bench.sign_in()
    before = await bench.safe.read(TENANT, ALEX)
    bench.tokens.refused(TENANT, ALEX, "whatever")
    await bench.tokens.token(TENANT, ALEX)
    after = await bench.safe.read(TENANT, ALEX)
    assert before
    assert after
    assert after.version == before.version + 1
    assert after.text != before.text


async def test_one_who_gives_up_waiting_stops_nothing(bench: Bench) -> None:
    await bench.sign_in()
    bench.tokens.refused(TENANT, ALEX, "whatever")
    waiting = asyncio.create_task(bench.tokens.token(TENANT, ALEX))
    await asyncio.sleep(0)
    waiting.cancel()
    assert await bench.tokens.token(TENANT, ALEX)
    assert bench.stand_in.asked["refresh_token"] == 1


async def test_what_graph_asks_for_is_asked_of_entra(bench: Bench) -> None:
    await bench.sign_in()
    bench.tokens.refused(TENANT, ALEX, await bench.tokens.token(TENANT, ALEX), CLAIMS)
    await bench.tokens.token(TENANT, ALEX)
    assert "1700000000" in bench.stand_in.forms[-1]["claims"]


async def test_a_revoked_session_has_to_sign_in_again(bench: Bench) -> None:
    await bench.sign_in()
    bench.stand_in.revoked = {f"refresh:{ALEX}:{n}" for n in range(9)}
    bench.tokens.refused(TENANT, ALEX, await bench.tokens.token(TENANT, ALEX), CLAIMS)
    with pytest.raises(SignInNeeded) as raised:
        await bench.tokens.token(TENANT, ALEX)
    assert raised.value.claims == CLAIMS
    assert not await bench.desk.signed_in(TENANT, ALEX)
    request = await bench.desk.ask(TENANT, ALEX, CHAT, raised.value.claims)
    address = await bench.desk.open_window(request)
    assert address
    assert "1700000000" in address
    await bench.desk.exchange(request, TENANT, ALEX, sso_token())
    assert await bench.tokens.token(TENANT, ALEX)


@pytest.mark.parametrize("code", ["invalid_grant", "unauthorized_client"])
async def test_nothing_is_kept_of_whom_entra_does_not_stand_behind(bench: Bench, code: str) -> None:
    await bench.sign_in()
    await bench.sign_in(MEGAN)
    await bench.tokens.token(TENANT, ALEX)
    bench.stand_in.refuse_with = {"error": code, "error_description": "AADSTS50057: disabled"}
    assert not await bench.desk.check(TENANT, ALEX)
    assert await bench.desk.people() == ((TENANT, MEGAN),)
    with pytest.raises(SignInNeeded):
        await bench.tokens.token(TENANT, ALEX)
    assert not await bench.desk.check(TENANT, ALEX)


async def test_a_check_uses_nothing_up(bench: Bench) -> None:
    await bench.sign_in()
    before = await bench.safe.read(TENANT, ALEX)
    for _ in range(2):
        assert await bench.desk.check(TENANT, ALEX)
    assert bench.stand_in.asked["refresh_token"] == 2
    assert await bench.safe.read(TENANT, ALEX) == before


@pytest.mark.parametrize("answer", [{"error": "interaction_required"}, {"error": "server_error"}])
async def test_what_a_check_does_not_learn_drops_nothing(
    bench: Bench, answer: dict[str, str]
) -> None:
    await bench.sign_in()
    bench.stand_in.refuse_with = answer
    with pytest.raises((SignInNeeded, TenantUnavailable)):
        await bench.desk.check(TENANT, ALEX)
    assert await bench.desk.signed_in(TENANT, ALEX)


async def test_an_app_that_is_gone_from_the_tenant_keeps_nothing(bench: Bench) -> None:
    await bench.sign_in()
    bench.tokens.refused(TENANT, ALEX, await bench.tokens.token(TENANT, ALEX))
    bench.stand_in.refuse_with = {"error": "unauthorized_client"}
    with pytest.raises(UnreadAnswer):
        await bench.tokens.token(TENANT, ALEX)
    assert not await bench.desk.signed_in(TENANT, ALEX)


async def test_a_sign_out_leaves_nothing(bench: Bench) -> None:
    request = await bench.sign_in()
    await bench.tokens.token(TENANT, ALEX)
    assert await bench.desk.sign_out(TENANT, ALEX)
    assert not await bench.desk.sign_out(TENANT, ALEX)
    with pytest.raises(SignInNeeded):
        await bench.tokens.token(TENANT, ALEX)
    with pytest.raises(SignInNeeded):
        await bench.desk.exchange(request, TENANT, ALEX, sso_token())


async def test_a_sign_out_while_a_token_is_renewed_wins(bench: Bench) -> None:
    await bench.sign_in()
    bench.tokens.refused(TENANT, ALEX, "whatever")
    waiting = asyncio.create_task(bench.tokens.token(TENANT, ALEX))
    await asyncio.sleep(0)
    await bench.desk.sign_out(TENANT, ALEX)
    await asyncio.gather(waiting, return_exceptions=True)
    with pytest.raises(SignInNeeded):
        await bench.tokens.token(TENANT, ALEX)
    assert not await bench.desk.signed_in(TENANT, ALEX)


async def test_the_window_counts_only_when_its_person_confirms(bench: Bench) -> None:
    code = await bench.window()
    assert code
    assert not await bench.desk.signed_in(TENANT, ALEX)
    assert await bench.desk.confirm(TENANT, MEGAN, code) is None
    assert await bench.desk.confirm(TENANT, ALEX, code.lower().replace("-", " ")) is not None
    assert (await bench.tokens.token(TENANT, ALEX)).startswith(f"access:{ALEX}")
    assert await bench.desk.confirm(TENANT, ALEX, code) is None


async def test_someone_else_in_the_window_is_refused(bench: Bench) -> None:
    with pytest.raises(WrongPerson):
        await bench.window(person=ALEX, answers=MEGAN)
    assert not await bench.desk.signed_in(TENANT, ALEX)
    assert not await bench.desk.signed_in(TENANT, MEGAN)


async def test_a_no_in_the_window_is_a_no(bench: Bench) -> None:
    address = await bench.desk.open_window(await bench.desk.ask(TENANT, ALEX, CHAT))
    assert address
    state = parse_qs(urlsplit(address).query)["state"][0]
    answer = {"error": "access_denied", "state": state}
    with pytest.raises(SignInNeeded):
        await bench.desk.end_window(answer)
    assert await bench.desk.end_window(answer) is None


async def test_a_window_that_no_one_opened_brings_nothing(bench: Bench) -> None:
    assert await bench.desk.end_window({"code": "x", "state": "made up"}) is None
    assert await bench.desk.open_window("made up") is None


@pytest.mark.parametrize("change", ["nonce", "code_challenge"])
async def test_a_swapped_code_is_refused(bench: Bench, change: str) -> None:
    address = await bench.desk.open_window(await bench.desk.ask(TENANT, ALEX, CHAT))
    assert address
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    asked[change] = "of another window"
    code = bench.stand_in.sign_in(ALEX, asked["nonce"], asked["code_challenge"])
    with pytest.raises((SignInNeeded, UnreadAnswer)):
        await bench.desk.end_window({"code": code, "state": asked["state"]})
    assert not await bench.desk.signed_in(TENANT, ALEX)


async def test_entra_is_left_alone_for_as_long_as_it_asks(bench: Bench) -> None:
    await bench.sign_in()
    bench.tokens.refused(TENANT, ALEX, "whatever")
    bench.stand_in.status, bench.stand_in.headers = 429, {"Retry-After": "17"}
    for _ in range(3):
        with pytest.raises(SlowDown) as raised:
            await bench.tokens.token(TENANT, ALEX)
        assert raised.value.seconds == 17
    assert bench.stand_in.asked["refresh_token"] == 1
    bench.stand_in.status = 200
    bench.clock.forward(seconds=17)
    assert await bench.tokens.token(TENANT, ALEX)


async def test_an_entra_in_trouble_is_no_reason_to_sign_in(bench: Bench) -> None:
    bench.stand_in.status = 503
    request = await bench.desk.ask(TENANT, ALEX, CHAT)
    with pytest.raises(TenantUnavailable):
        await bench.desk.exchange(request, TENANT, ALEX, sso_token())
    bench.stand_in.status = 200
    await bench.desk.exchange(request, TENANT, ALEX, sso_token())


async def test_an_entra_out_of_reach_is_no_answer() -> None:
    http = EntraHttp("http://127.0.0.1:9/entra")
    entra = Entra(Registration(APP_ID, SECRET, REHEARSAL_AUTHORITY, "https://graph.example"), http)
    with pytest.raises(TenantUnavailable):
        await entra.as_app(TENANT)
    entra.close()
    http.shut()


async def test_a_wrong_secret_is_the_bots_fault(bench: Bench) -> None:
    registration = Registration(APP_ID, "wrong", REHEARSAL_AUTHORITY, "https://graph.example")
    with pytest.raises(UnreadAnswer, match="refused"):
        await Entra(registration, bench.http).as_app(TENANT)


async def test_the_app_gets_a_token_of_its_own(bench: Bench) -> None:
    tokens = AppTokens(bench.entra.as_app, bench.clock)
    first = await tokens.token(TENANT, ALEX)
    assert first == await tokens.token(TENANT, MEGAN)
    tokens.refused(TENANT, ALEX, first)
    assert await tokens.token(TENANT, ALEX) != first
    assert bench.stand_in.asked["client_credentials"] == 2


async def test_no_token_stands_in_the_log(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await bench.sign_in()
    token = await bench.tokens.token(TENANT, ALEX)
    await bench.window()
    bench.tokens.refused(TENANT, ALEX, token)
    await bench.tokens.token(TENANT, ALEX)
    logged = "".join(record.getMessage() for record in caplog.records)
    for secret in ("access:", "refresh:", "sso:", SECRET, "someone@"):
        assert secret not in logged
