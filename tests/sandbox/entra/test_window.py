"""The sign-in window: MSAL opens it, a person answers, MSAL redeems the code."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from sandbox.organization.personas import ADELE, ALEX, MEGAN, TENANT
from tests.sandbox.entra.conftest import APP_ID, BACK, GRAPH, Browser, Entra

DEFAULT = [f"{GRAPH}/.default"]


async def begin(entra: Entra, client: Any, **options: Any) -> dict[str, Any]:
    """MSAL's flow; its address leads to this rehearsal."""
    options = {"redirect_uri": BACK, "response_mode": "form_post", **options}
    flow = await entra.run(lambda: dict(client.initiate_auth_code_flow(DEFAULT, **options)))
    return {**flow, "auth_uri": entra.http.outward(flow["auth_uri"])}


async def redeem(
    entra: Entra, client: Any, flow: dict[str, Any], answer: dict[str, str]
) -> dict[str, Any]:
    return await entra.run(lambda: dict(client.acquire_token_by_auth_code_flow(flow, answer)))


def changed(url: str, **parameters: str | None) -> str:
    """The address with other parameters; None takes one away."""
    parts = urlsplit(url)
    query = {k: v for k, v in {**dict(parse_qsl(parts.query)), **parameters}.items() if v}
    return parts._replace(query=urlencode(query)).geturl()


async def test_anyone_who_consented_comes_back_with_a_code_at_once(
    entra: Entra, browser: Browser
) -> None:
    client = await entra.client()
    flow = await begin(entra, client)
    await browser.open(flow["auth_uri"])
    assert browser.title == "Pick an account"
    await browser.choose(ALEX)
    result = await redeem(entra, client, flow, browser.posted)
    assert result["id_token_claims"]["oid"] == ALEX.oid
    assert result["id_token_claims"]["tid"] == TENANT
    assert (await entra.graph(result["access_token"], "/me"))[1]["id"] == ALEX.oid


async def test_an_answer_by_query_goes_to_the_address_with_the_state(
    entra: Entra, browser: Browser
) -> None:
    client = await entra.client()
    flow = await begin(entra, client)
    # MSAL itself warns of this mode.
    await (await browser.open(changed(flow["auth_uri"], response_mode="query"))).choose(ADELE)
    assert browser.status == 302
    assert browser.location.startswith(BACK)
    answer = dict(parse_qsl(urlsplit(browser.location).query))
    assert "access_token" in await redeem(entra, client, flow, answer)


async def test_a_newcomer_consents_once(entra: Entra, browser: Browser) -> None:
    client = await entra.client()
    flow = await begin(entra, client)
    await (await browser.open(flow["auth_uri"])).choose(MEGAN)
    assert browser.title == "Permissions requested"
    assert "Give and take licenses as you" in browser.page
    await browser.answer(answer="yes")
    assert "access_token" in await redeem(entra, client, flow, browser.posted)
    assert "access_token" in await entra.on_behalf_of(await entra.silent("megan"))


@pytest.mark.parametrize("at_once", [True, False])
async def test_cancel_comes_back_as_access_denied(
    entra: Entra, browser: Browser, at_once: bool
) -> None:
    client = await entra.client()
    flow = await begin(entra, client)
    await browser.open(flow["auth_uri"])
    if not at_once:
        await browser.choose(MEGAN)
    await browser.answer(answer="cancel")
    result = await redeem(entra, client, flow, browser.posted)
    assert result["error"] == "access_denied"
    assert browser.posted["state"] == flow["state"]
    assert (await entra.on_behalf_of(await entra.silent("megan")))["error_codes"] == [65001]


async def test_the_second_factor_shown_once_satisfies_the_silent_way_too(
    entra: Entra, browser: Browser
) -> None:
    await entra.control("PATCH", "entra/people/alex", {"factor": True})
    claims = (await entra.on_behalf_of(await entra.silent()))["claims"]
    client = await entra.client()
    flow = await begin(entra, client, claims_challenge=claims)
    await (await browser.open(flow["auth_uri"])).choose(ALEX)
    assert browser.title == "Approve sign in request"
    await browser.answer(answer="yes")
    assert "access_token" in await redeem(entra, client, flow, browser.posted)
    assert "access_token" in await entra.on_behalf_of(await entra.silent())


@pytest.mark.parametrize(
    ("parameters", "number"),
    [
        ({"client_id": "99999999-2222-4333-8444-555555555555"}, 700016),
        ({"redirect_uri": "http://evil.example/auth/callback"}, 50011),
        ({"redirect_uri": None}, 50011),
        ({"response_type": "token"}, 9002313),
        ({"response_mode": "fragment"}, 9002313),
        ({"code_challenge_method": "plain"}, 9002313),
        ({"scope": "https://elsewhere.example/.default"}, 70011),
        ({"claims": "{"}, 9002313),
    ],
)
async def test_a_window_with_wrong_parameters_goes_nowhere(
    entra: Entra, browser: Browser, parameters: dict[str, str | None], number: int
) -> None:
    flow = await begin(entra, await entra.client())
    await browser.open(changed(flow["auth_uri"], **parameters))
    assert (browser.status, f"AADSTS{number}" in browser.page) == (400, True)
    assert browser.posted == {}


@pytest.mark.parametrize(
    ("hint", "error"),
    [(ALEX.address, ""), (MEGAN.address, "consent_required"), ("", "login_required")],
)
async def test_without_a_word_only_who_has_consented_gets_a_code(
    entra: Entra, browser: Browser, hint: str, error: str
) -> None:
    flow = await begin(entra, await entra.client(), prompt="none", login_hint=hint or None)
    await browser.open(flow["auth_uri"])
    assert browser.posted.get("error", "") == error
    assert ("code" in browser.posted) is not bool(error)


async def test_a_blocked_account_cannot_sign_in(entra: Entra, browser: Browser) -> None:
    flow = await begin(entra, await entra.client())
    await browser.open(flow["auth_uri"])
    await browser.answer(person="former@contoso.example")
    assert "AADSTS50057" in browser.page


async def test_a_window_is_answered_once(entra: Entra, browser: Browser) -> None:
    flow = await begin(entra, await entra.client())
    await browser.open(flow["auth_uri"])
    window = browser.page
    await browser.choose(ALEX)
    browser.page = window
    await browser.choose(ALEX)
    assert "AADSTS165000" in browser.page


async def test_an_eager_script_in_the_state_stays_text(entra: Entra, browser: Browser) -> None:
    flow = await begin(entra, await entra.client(), state='"><script>alert(1)</script>')
    await (await browser.open(flow["auth_uri"])).choose(ALEX)
    assert "<script>alert" not in browser.page
    assert browser.posted["state"] == '"><script>alert(1)</script>'


async def exchange(entra: Entra, code: str, **more: str) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "client_id": APP_ID,
        "client_secret": "a secret of this test",
        "code": code,
        "redirect_uri": BACK,
        **more,
    }
    url = f"{entra.url}/entra/{TENANT}/oauth2/v2.0/token"
    async with entra.session.post(url, data=form) as answer:
        return dict(await answer.json())


async def a_code(entra: Entra, browser: Browser) -> tuple[str, str]:
    """A fresh code and the verifier that belongs to it."""
    flow = await begin(entra, await entra.client())
    await (await browser.open(flow["auth_uri"])).choose(ALEX)
    return browser.posted["code"], str(flow["code_verifier"])


async def test_a_code_is_good_once_for_its_verifier_and_its_address(
    entra: Entra, browser: Browser
) -> None:
    code, verifier = await a_code(entra, browser)
    wrong = await exchange(entra, code, code_verifier="another")
    assert wrong["error_codes"] == [501481]
    elsewhere = await exchange(entra, code, code_verifier=verifier, redirect_uri=f"{BACK}/2")
    assert elsewhere["error_codes"] == [500112]
    assert "access_token" in await exchange(entra, code, code_verifier=verifier)
    again = await exchange(entra, code, code_verifier=verifier)
    assert again["error_codes"] == [54005]
    assert (await exchange(entra, "made-up"))["error_codes"] == [9002313]


async def test_a_code_ends_after_ten_minutes(entra: Entra, browser: Browser) -> None:
    code, verifier = await a_code(entra, browser)
    entra.clock.forward(601)
    assert (await exchange(entra, code, code_verifier=verifier))["error_codes"] == [70008]
