"""Signing in over HTTP, with everything signed: silently, by the window, and again in mid-run.

The file is long because every way of signing in is walked here.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from sandbox.index import PeopleIndex
from sandbox.organization.personas import ADELE, ALEX, MEGAN, TENANT, Persona
from sandbox.state import TENANT as SANDBOX
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat, said_by
from tests.support.forger import Forger
from tests.support.journeys import with_details
from tests.support.seen import Json
from tests.support.stored import everything, looked_into
from tests.support.waiting import SOON
from tests.support.window import answer_window, button_of, sign_in_card

E3 = "6fd2c87f-b296-42f0-b197-1e91e994b900"


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, signed=True) as opened:
        yield opened


async def _asked(chat: Chat) -> Json:
    return dict(await chat.until(sign_in_card))


async def _home(env: BotFixture, persona: Persona = ALEX) -> Chat:
    """Open a chat and wait until the person is signed in and greeted."""
    chat = await env.chat(persona).open()
    await chat.until_card("Unassign licenses")
    return chat


async def _verify(env: BotFixture, chat: Chat, card: Json, code: str) -> Json:
    """What the client does when the window says that it is done."""
    place = {"persona": chat.persona.oid, "conversation": chat.conversation}
    body = {**place, "message": card["message"], "state": code}
    async with env.session.post(f"{env.sandbox_url}/page/api/verify", json=body) as answer:
        return dict(await answer.json())


async def _person(env: BotFixture, persona: Persona, **changed: object) -> None:
    name = persona.name.split()[0].lower()
    await env.control(f"entra/people/{name}", dict(changed), "PATCH")


async def _revoke(env: BotFixture, persona: Persona) -> None:
    await env.control(f"entra/people/{persona.name.split()[0].lower()}/revoke", {})


async def _revoke_alex(env: BotFixture) -> None:
    await _revoke(env, ALEX)


async def _sign_in_by_window(env: BotFixture, chat: Chat) -> None:
    card = await _asked(chat)
    _, _, code = await answer_window(env.session, button_of(card), chat.persona)
    assert (await _verify(env, chat, card, code))["kind"] == "done"


async def test_a_newcomer_is_greeted_and_notices_nothing(env: BotFixture) -> None:
    alex = await env.chat(ALEX).open()
    await alex.until_card("Unassign licenses")
    assert sign_in_card(await alex.messages()) is None


async def test_two_clients_greet_once(env: BotFixture) -> None:
    await env.control("teams/clients", {"clients": 3}, "PATCH")
    alex = await env.chat(ALEX).open()
    await alex.until_card("Unassign licenses")
    await asyncio.sleep(0.3)
    assert len(await alex.cards()) == 1


async def test_who_did_not_consent_signs_in_by_the_window(env: BotFixture) -> None:
    megan = await env.chat(MEGAN).open()
    card = await _asked(megan)
    assert "I remove Microsoft 365 licenses from people" in json.dumps(card)
    status, page, code = await answer_window(env.session, button_of(card), MEGAN)
    assert status == 200
    assert "You can close this window" in page
    assert (await _verify(env, megan, card, code))["kind"] == "done"
    await megan.until_card("Unassign licenses")
    assert sign_in_card(await megan.messages()) is None


async def test_the_code_can_be_typed(env: BotFixture) -> None:
    megan = await env.chat(MEGAN).open()
    card = await _asked(megan)
    _, _, code = await answer_window(env.session, button_of(card), MEGAN)
    await megan.write(code.lower())
    await megan.until_card("Unassign licenses")


async def test_a_denied_consent_leaves_the_card_and_asks_again(env: BotFixture) -> None:
    megan = await env.chat(MEGAN).open()
    card = await _asked(megan)
    status, page, code = await answer_window(env.session, button_of(card), MEGAN, consent=False)
    assert (status, code) == (403, "")
    assert "signed in. Close this window" in page
    await _sign_in_by_window(env, megan)
    await megan.until_card("Unassign licenses")


async def test_someone_else_in_the_window_is_refused(env: BotFixture) -> None:
    megan = await env.chat(MEGAN).open()
    card = await _asked(megan)
    status, page, code = await answer_window(env.session, button_of(card), ADELE)
    assert (status, code) == (403, "")
    assert "Someone else signed in" in page
    assert "Unassign" in page


async def test_a_code_is_good_for_its_person_only(env: BotFixture) -> None:
    await _person(env, ADELE, silent=False)
    megan, adele = await env.chat(MEGAN).open(), await env.chat(ADELE).open()
    card = await _asked(megan)
    await _asked(adele)
    _, _, code = await answer_window(env.session, button_of(card), MEGAN)
    answer = await adele.say(code)
    assert "invalid or has expired" in said_by(answer)
    assert (await _verify(env, megan, card, code))["kind"] == "done"
    await megan.until_card("Unassign licenses")


async def test_a_second_factor_is_asked_for_in_the_window(env: BotFixture) -> None:
    await _person(env, ALEX, factor=True)
    alex = await env.chat(ALEX).open()
    await _sign_in_by_window(env, alex)
    await alex.until_card("Unassign licenses")


async def test_a_client_without_a_token_of_its_own_shows_the_button(env: BotFixture) -> None:
    await _person(env, ALEX, silent=False)
    alex = await env.chat(ALEX).open()
    await _sign_in_by_window(env, alex)
    await alex.until_card("Unassign licenses")


async def test_a_revoked_session_in_mid_walk_costs_no_click(env: BotFixture) -> None:
    alex = await _home(env)
    await alex.press("By product")
    await alex.until_card("1 of 4")
    await _revoke(env, ALEX)
    answer = await alex.press("Next", {"products": E3})
    assert answer["kind"] == "card", answer
    await alex.until_card("2 of 4")


async def test_a_challenge_of_graph_is_met_silently(env: BotFixture) -> None:
    alex = await _home(env)
    await alex.press("By product")
    await alex.until_card("1 of 4")
    await env.control("entra/people/alex/challenge", {})
    assert (await alex.press("Next", {"products": E3}))["kind"] == "card"
    await alex.until_card("2 of 4")


async def _confirm(alex: Chat, address: str) -> None:
    await alex.press("By product")
    await alex.until_card("1 of 4")
    await alex.press("Next", {"products": E3})
    await alex.until_card("2 of 4")
    await alex.press("Preview", {"paste": address})
    await alex.until_card("3 of 4")
    await alex.press("Continue")
    await alex.until_card("4 of 4")


_TICKED = {"accept_deletion": "true", "accept_ediscovery": "true"}


async def test_a_session_that_ends_in_mid_run_pauses_it_until_the_sign_in(
    env: BotFixture,
) -> None:
    address = "diegos@contoso.example"
    alex = await _home(env)
    await _confirm(alex, address)
    later = {"method": "POST", "path": "/users/*/assignLicense", "status": 429, "retryAfter": "1"}
    await env.faults(later)
    await _person(env, ALEX, silent=False)
    await alex.press("Remove 1 license", _TICKED)
    await _revoke(env, ALEX)
    card = await _asked(alex)
    assert "paused" in str(card["text"])
    assert E3 in await env.direct(address)
    await _sign_in_by_window(env, alex)
    await alex.until_card("1 license removed")
    assert E3 not in await env.direct(address)


async def test_a_restart_keeps_people_signed_in(env: BotFixture) -> None:
    alex = await _home(env)
    await _person(env, ALEX, silent=False, consent=False)
    await env.restart_bot()
    await alex.say("hi")
    await alex.until_card("Unassign licenses")
    assert sign_in_card(await alex.messages()) is None


async def test_what_waits_for_a_sign_in_outlives_a_restart(env: BotFixture) -> None:
    megan = await env.chat(MEGAN).open()
    await _asked(megan)
    await env.restart_bot()
    await _sign_in_by_window(env, megan)
    await megan.until_card("Unassign licenses")


async def test_sign_out_forgets_and_the_next_word_asks_again(env: BotFixture) -> None:
    alex = await _home(env)
    assert "signed out" in said_by(await alex.say("sign out"))
    await _person(env, ALEX, silent=False)
    await alex.write("hi")
    assert await _asked(alex)


async def _kept(env: BotFixture) -> int:
    """How many people the ledger keeps tokens of."""
    async with looked_into(env.settings.database_url) as unit:
        return len(await unit.tokens.people())


async def _withdraw_consent(env: BotFixture) -> None:
    await _person(env, ALEX, consent=False)


async def _block_the_account(env: BotFixture) -> None:
    tenant = env.sandbox[SANDBOX]
    tenant.people = tuple(
        replace(account, enabled=account.id != ALEX.oid) for account in tenant.people
    )


@pytest.mark.parametrize("take_away", [_withdraw_consent, _block_the_account, _revoke_alex])
async def test_nothing_is_kept_of_whom_entra_takes_it_away(
    env: BotFixture, take_away: Callable[[BotFixture], Awaitable[None]]
) -> None:
    alex = await _home(env)
    await _home(env, ADELE)
    assert await _kept(env) == 2
    await _person(env, ALEX, silent=False)
    await take_away(env)
    await env.control("entra/people/alex/expire", {"what": "access"})
    await alex.write("by product")
    assert await _asked(alex)
    assert await _kept(env) == 1


async def _delete_the_account(env: BotFixture) -> None:
    tenant = env.sandbox[SANDBOX]
    tenant.people = tuple(account for account in tenant.people if account.id != ALEX.oid)
    tenant.index = PeopleIndex(tenant.people)


@pytest.mark.parametrize("take_away", [_withdraw_consent, _block_the_account, _delete_the_account])
async def test_nothing_is_kept_of_who_is_taken_away_and_never_comes_again(
    env: BotFixture, take_away: Callable[[BotFixture], Awaitable[None]]
) -> None:
    await _home(env)
    await _home(env, ADELE)
    await take_away(env)
    assert await _kept(env) == 2
    env.clock.ahead = timedelta(days=1)
    await env.restart_bot()
    async with asyncio.timeout(SOON):
        while await _kept(env) != 1:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_nothing_is_kept_of_who_takes_the_app_away(env: BotFixture) -> None:
    forger = Forger(env, {}, "")
    await _home(env)
    assert await _kept(env) == 1
    removed = {"type": "installationUpdate", "action": "remove", "text": None}
    assert (await forger.send(forger.said() | removed))[0] == 202
    assert await _kept(env) == 0


async def test_keys_are_changed_without_a_new_sign_in(tmp_path: Path) -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    async with open_bot(tmp_path, signed=True, token_keys=old) as env:
        alex = await _home(env)
        await _person(env, ALEX, silent=False, consent=False)
        env.settings = env.settings.model_copy(
            update={"token_keys": type(env.settings.token_keys)(f"{new},{old}")}
        )
        await env.restart_bot()
        await alex.say("hi")
        await alex.until_card("Unassign licenses")
        assert sign_in_card(await alex.messages()) is None


async def test_who_am_i_names_the_active_role(env: BotFixture) -> None:
    alex = await _home(env)
    text = said_by(await alex.say("who am i"))
    for words in ("Alex Wilber", "License Administrator", "You can remove licenses.", "names you"):
        assert words in text


async def test_a_role_that_is_only_eligible_is_named_with_what_to_do(env: BotFixture) -> None:
    alex = await _home(env)
    role = {"role": "License Administrator", "state": "eligible"}
    await env.control("roles/alex", role, "PUT")
    text = said_by(await alex.say("who am i"))
    assert "License Administrator" in text
    assert "Privileged Identity Management" in text
    answer = await alex.press("Start page")
    assert "Privileged Identity Management" in json.dumps(answer)


async def test_billing_administrator_alone_is_told_kindly(env: BotFixture) -> None:
    alex = await _home(env)
    await env.control("roles/alex", {"role": "License Administrator", "state": "none"}, "PUT")
    await env.control("roles/alex", {"role": "Billing Administrator", "state": "active"}, "PUT")
    assert "Billing Administrator can't" in said_by(await alex.say("who am i"))


async def test_as_the_app_the_bot_checks_the_role_itself(tmp_path: Path) -> None:
    async with open_bot(tmp_path, signed=True, sign_in="app") as env:
        alex, megan = env.chat(ALEX), env.chat(MEGAN)
        await alex.open()
        await alex.until_card("Unassign licenses")
        await megan.open()
        await megan.until_card("Your role doesn't allow this")
        assert "names the app" in said_by(await alex.say("who am i"))
        await alex.press("Start page")
        await _confirm(alex, "diegos@contoso.example")
        assert "name the app, not you" in await with_details(alex)
        await alex.press("Remove 1 license", _TICKED)
        await alex.until_card("1 license removed")
        assert E3 not in await env.direct("diegos@contoso.example")


async def test_no_token_lies_in_the_ledger_in_clear(env: BotFixture, tmp_path: Path) -> None:
    alex = await _home(env)
    await _revoke(env, ALEX)
    await alex.press("By product")
    await alex.until_card("1 of 4")
    stored = await everything(env.settings.database_url)
    # On SQLite also the pages of the file that no row uses any longer.
    stored += await asyncio.to_thread(
        lambda: b"".join(path.read_bytes() for path in tmp_path.glob("ledger.db*"))
    )
    # Every JSON Web Token begins so, and MSAL's cache names its parts.
    assert b"eyJ0eX" not in stored
    assert b"eyJhbGciOiJSUzI1NiIs" not in stored
    assert b"RefreshToken" not in stored
    assert TENANT.encode() in stored
