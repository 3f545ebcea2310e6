"""A person's token from the Teams client becomes a token for Graph, or Entra says why not."""

import json
import re
from datetime import timedelta
from typing import Any

import jwt
import pytest

from sandbox.organization.personas import ALEX, MEGAN, TENANT
from tests.sandbox.entra.conftest import APP_ID, GRAPH, READ, WRITE, Entra


def number(result: dict[str, Any]) -> int:
    return int(result["error_codes"][0])


async def test_the_clients_token_is_signed_for_the_app_and_names_the_person(entra: Entra) -> None:
    token = await entra.silent()
    async with entra.session.get(f"{entra.url}/entra/{TENANT}/discovery/v2.0/keys") as answer:
        keys = jwt.PyJWKSet.from_dict(await answer.json())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    issuer = f"{entra.url}/entra/{TENANT}/v2.0"
    claims = jwt.decode(token, key, algorithms=["RS256"], audience=APP_ID, issuer=issuer)
    assert (claims["oid"], claims["tid"], claims["scp"]) == (ALEX.oid, TENANT, "access_as_user")


async def test_on_behalf_of_gives_a_token_that_graph_takes(entra: Entra) -> None:
    result = await entra.on_behalf_of(await entra.silent())
    assert result["token_type"] == "Bearer"
    status, me, _ = await entra.graph(result["access_token"], "/me")
    assert (status, me["id"]) == (200, ALEX.oid)


async def test_afterwards_msal_answers_from_its_cache_and_then_by_the_refresh_token(
    entra: Entra,
) -> None:
    client = await entra.client()
    first = await entra.on_behalf_of(await entra.silent(), client=client)
    account = (await entra.run(client.get_accounts))[0]
    assert account["username"] == ALEX.address
    scopes = [f"{GRAPH}/.default"]

    def silently(**options: Any) -> dict[str, Any]:
        return dict(client.acquire_token_silent_with_error(scopes, account, **options))

    assert (await entra.run(silently))["access_token"] == first["access_token"]
    renewed = await entra.run(lambda: silently(force_refresh=True))
    assert renewed["access_token"] != first["access_token"]
    assert (await entra.graph(renewed["access_token"]))[0] == 200


async def test_who_never_consented_is_told_so_and_gets_through_afterwards(entra: Entra) -> None:
    token = await entra.silent("megan")
    refused = await entra.on_behalf_of(token)
    assert (refused["error"], number(refused)) == ("invalid_grant", 65001)
    assert refused["suberror"] == "consent_required"
    await entra.control("PATCH", "entra/people/megan", {"consent": True})
    assert "access_token" in await entra.on_behalf_of(token)


async def test_an_administrators_consent_counts_for_everyone(entra: Entra) -> None:
    await entra.control("PATCH", "entra", {"consent": True})
    assert "access_token" in await entra.on_behalf_of(await entra.silent("megan"))


async def test_a_consent_in_parts_is_good_for_those_parts(entra: Entra) -> None:
    await entra.control("PATCH", "entra/people/alex", {"consent": ["User.Read.All"]})
    token = await entra.silent()
    assert number(await entra.on_behalf_of(token, READ, WRITE)) == 65001
    result = await entra.on_behalf_of(token, READ)
    assert (await entra.graph(result["access_token"]))[0] == 200
    status, body, _ = await entra.graph(result["access_token"], "/groups")
    assert (status, body["error"]["code"]) == (403, "Authorization_RequestDenied")


async def test_graph_changes_no_license_without_the_permission(entra: Entra) -> None:
    result = await entra.on_behalf_of(await entra.silent(), READ)
    headers = {"Authorization": f"Bearer {result['access_token']}"}
    url = f"{entra.url}/graph/v1.0/users/{MEGAN.oid}/assignLicense"
    body: dict[str, list[str]] = {"addLicenses": [], "removeLicenses": []}
    async with entra.session.post(url, headers=headers, json=body) as answer:
        assert answer.status == 403


async def test_a_second_factor_is_asked_for_with_claims(entra: Entra) -> None:
    await entra.control("PATCH", "entra/people/alex", {"factor": True})
    refused = await entra.on_behalf_of(await entra.silent())
    assert (refused["error"], number(refused)) == ("interaction_required", 50076)
    assert "capolids" in json.loads(refused["claims"])["access_token"]


async def test_a_revoked_session_ends_every_token_that_came_from_it(entra: Entra) -> None:
    client = await entra.client()
    token = await entra.silent()
    await entra.on_behalf_of(token, client=client)
    await entra.control("POST", "entra/people/alex/revoke")
    assert number(await entra.on_behalf_of(token)) == 50173
    account = (await entra.run(client.get_accounts))[0]
    refused = await entra.run(
        lambda: client.acquire_token_silent_with_error(
            [f"{GRAPH}/.default"], account, force_refresh=True
        )
    )
    assert refused["suberror"] == "bad_token"
    assert "access_token" in await entra.on_behalf_of(await entra.silent())


@pytest.mark.parametrize("capable", [True, False])
async def test_graph_challenges_a_withdrawn_token_if_the_client_understands(
    entra: Entra, capable: bool
) -> None:
    client = await entra.client(client_capabilities=["CP1"] if capable else None)
    token = (await entra.on_behalf_of(await entra.silent(), client=client))["access_token"]
    await entra.control("POST", "entra/people/alex/challenge")
    status, body, said = await entra.graph(token)
    assert (status, body["error"]["code"]) == (401, "InvalidAuthenticationToken")
    assert ('error="insufficient_claims"' in said) is capable
    assert said.startswith("Bearer ")
    if capable:
        challenge = await claims_of(said)
        account = (await entra.run(client.get_accounts))[0]
        renewed = await entra.run(
            lambda: client.acquire_token_silent_with_error(
                [f"{GRAPH}/.default"], account, claims_challenge=challenge
            )
        )
        assert (await entra.graph(renewed["access_token"]))[0] == 200


async def claims_of(said: str) -> str:
    """The challenge as MSAL takes it."""
    import base64

    found = re.search(r'claims="([^"]+)"', said)
    assert found
    return base64.b64decode(found[1]).decode()


async def test_times_run_out_as_they_were_set(entra: Entra) -> None:
    await entra.control("PATCH", "entra", {"access": 60, "silent": 90})
    token = await entra.silent()
    result = await entra.on_behalf_of(token)
    assert result["expires_in"] == 60
    entra.clock.forward(61)
    assert (await entra.graph(result["access_token"]))[0] == 401
    assert "access_token" in await entra.on_behalf_of(token)
    entra.clock.forward(60)
    assert number(await entra.on_behalf_of(token)) == 500133


async def test_tokens_can_be_made_to_end_now(entra: Entra) -> None:
    client = await entra.client()
    result = await entra.on_behalf_of(await entra.silent(), client=client)
    await entra.control("POST", "entra/people/alex/expire", {"what": "access"})
    assert (await entra.graph(result["access_token"]))[0] == 401
    await entra.control("POST", "entra/people/alex/expire", {"what": "refresh"})
    account = (await entra.run(client.get_accounts))[0]
    refused = await entra.run(
        lambda: client.acquire_token_silent_with_error(
            [f"{GRAPH}/.default"], account, force_refresh=True
        )
    )
    assert number(refused) == 70008


async def test_a_token_made_elsewhere_or_for_others_is_refused(entra: Entra) -> None:
    good = await entra.silent()
    head, body, signature = good.split(".")
    stranger = jwt.encode({"aud": APP_ID, "oid": ALEX.oid}, "x" * 32, algorithm="HS256")
    forged = f"{head}.{body}.{signature[::-1]}"
    for token in (stranger, forged, "garbage", ""):
        refused = await entra.on_behalf_of(token)
        assert (refused["error"], number(refused)) == ("invalid_grant", 50013)


async def test_a_token_signed_with_a_dropped_key_is_refused(entra: Entra) -> None:
    before = await entra.silent()
    await entra.control("POST", "entra/keys", {})
    assert "access_token" in await entra.on_behalf_of(before)
    await entra.control("POST", "entra/keys", {"forget": True})
    assert number(await entra.on_behalf_of(before)) == 50013
    assert "access_token" in await entra.on_behalf_of(await entra.silent())


async def test_entra_can_be_slow(entra: Entra) -> None:
    token = await entra.silent()
    await entra.control("PATCH", "entra", {"delay": 0.2})
    begun = entra.clock()
    await entra.on_behalf_of(token)
    assert entra.clock() - begun >= timedelta(seconds=0.4)  # metadata and token
    with pytest.raises(AssertionError, match="numbers of seconds"):
        await entra.control("PATCH", "entra", {"delay": "long"})
