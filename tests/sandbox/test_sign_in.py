import pytest

from sandbox.organization.personas import ALEX, MEGAN
from tests.sandbox.conftest import JWT_BEARER, Rehearsal


async def test_a_persona_gets_a_bearer_token(rehearsal: Rehearsal) -> None:
    status, body = await rehearsal.sign_in(
        grant_type=JWT_BEARER, assertion=f"rehearsal:{MEGAN.oid}"
    )
    assert status == 200
    assert body["token_type"] == "Bearer"
    assert body["expires_in"] == 3600
    _, me = await rehearsal.get("/me", who=MEGAN.oid)
    assert me["displayName"] == "Megan Bowen"


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": JWT_BEARER, "assertion": "rehearsal:nobody"}, "invalid_grant"),
        ({"grant_type": JWT_BEARER, "assertion": ALEX.oid}, "invalid_grant"),
        ({}, "unsupported_grant_type"),
    ],
)
async def test_a_wrong_request_is_refused_as_entra_does(
    rehearsal: Rehearsal, form: dict[str, str], error: str
) -> None:
    status, body = await rehearsal.sign_in(**form)
    assert (status, body["error"]) == (400, error)
    assert body["error_description"].startswith(f"AADSTS{body['error_codes'][0]}: ")


async def test_someone_disabled_gets_no_token(rehearsal: Rehearsal) -> None:
    person = rehearsal.account("former").id
    status, body = await rehearsal.sign_in(grant_type=JWT_BEARER, assertion=f"rehearsal:{person}")
    assert (status, body["error_codes"]) == (400, [50057])


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer made-up", "Basic abc"])
async def test_without_a_good_token_it_is_a_401(rehearsal: Rehearsal, header: str | None) -> None:
    headers = {"Authorization": header} if header else {}
    async with rehearsal.session.get(f"{rehearsal.graph}/users", headers=headers) as answer:
        body = await answer.json()
        assert (answer.status, body["error"]["code"]) == (401, "InvalidAuthenticationToken")


async def test_a_token_ends_after_an_hour_and_on_sign_out(rehearsal: Rehearsal) -> None:
    assert (await rehearsal.get("/me"))[0] == 200
    rehearsal.clock.forward(3600)
    assert (await rehearsal.get("/me"))[0] == 401
    rehearsal.tokens.clear()
    assert (await rehearsal.get("/me"))[0] == 200
    await rehearsal.control("POST", "sign-out")
    assert (await rehearsal.get("/me"))[0] == 401


async def test_the_app_has_no_me(rehearsal: Rehearsal) -> None:
    status, body = await rehearsal.get("/me", who="app")
    assert (status, body["error"]["code"]) == (400, "BadRequest")
    assert (await rehearsal.get("/users", who="app", top="1"))[0] == 200


async def test_every_answer_names_the_request(rehearsal: Rehearsal) -> None:
    mine = "11111111-2222-4333-8444-999999999999"
    headers = {"client-request-id": mine}
    async with rehearsal.session.get(f"{rehearsal.graph}/users", headers=headers) as answer:
        inner = (await answer.json())["error"]["innerError"]
        assert inner["request-id"] == answer.headers["request-id"]
        assert inner["client-request-id"] == answer.headers["client-request-id"] == mine
