"""The bot itself: its secret, its certificate, its token for the connector."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from sandbox.organization.personas import ALEX
from sandbox.organization.roles import LICENSE_ADMINISTRATOR
from sandbox.teams.chats import personal_chat
from tests.sandbox.entra.conftest import GRAPH, Entra

CONNECTOR = "https://api.botframework.com/.default"


def new_certificate() -> tuple[str, str]:
    """A private key and its certificate, both in PEM."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "unassign")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return pem.decode(), signed.public_bytes(serialization.Encoding.PEM).decode()


KEY, CERTIFICATE = new_certificate()


async def app_token(entra: Entra, scope: str, **options: Any) -> dict[str, Any]:
    client = await entra.client(**options)
    return await entra.run(lambda: dict(client.acquire_token_for_client([scope])))


async def speak(entra: Entra, authorization: str | None) -> int:
    headers = {"Authorization": authorization} if authorization else {}
    url = f"{entra.url}/teams/v3/conversations/{personal_chat(ALEX)}/activities"
    body = {"type": "message", "text": "hello"}
    async with entra.session.post(url, json=body, headers=headers) as answer:
        return answer.status


async def test_the_connector_takes_the_bots_own_token_only(entra: Entra) -> None:
    bot = (await app_token(entra, CONNECTOR))["access_token"]
    graph = (await app_token(entra, f"{GRAPH}/.default"))["access_token"]
    assert await speak(entra, f"Bearer {bot}") == 201
    for wrong in (None, "Bearer made-up", f"Basic {bot}", f"Bearer {graph}"):
        assert await speak(entra, wrong) == 401


async def test_graph_takes_the_apps_token_for_graph_only(entra: Entra) -> None:
    bot = (await app_token(entra, CONNECTOR))["access_token"]
    graph = (await app_token(entra, f"{GRAPH}/.default"))["access_token"]
    assert (await entra.graph(graph))[0] == 200
    status, body, _ = await entra.graph(bot)
    assert (status, "audience" in body["error"]["message"]) == (401, True)


@pytest.mark.parametrize(
    ("options", "error", "code"),
    [
        ({"credential": "wrong"}, "invalid_client", 7000215),
        ({"app_id": "99999999-2222-4333-8444-555555555555"}, "unauthorized_client", 700016),
        ({"credential": {"client_assertion": lambda: "x.y.z"}}, "invalid_client", 700027),
    ],
)
async def test_another_app_or_secret_is_refused(
    entra: Entra, options: dict[str, Any], error: str, code: int
) -> None:
    refused = await app_token(entra, CONNECTOR, **options)
    assert (refused["error"], refused["error_codes"]) == (error, [code])


async def test_a_resource_no_one_knows_is_refused(entra: Entra) -> None:
    refused = await app_token(entra, "https://elsewhere.example/.default")
    assert (refused["error"], refused["error_codes"]) == ("invalid_scope", [70011])


@pytest.mark.parametrize("certificate", [CERTIFICATE])
async def test_a_certificate_serves_as_well_and_another_one_does_not(entra: Entra) -> None:
    mine = {"private_key": KEY, "public_certificate": CERTIFICATE}
    assert "access_token" in await app_token(entra, CONNECTOR, credential=mine)
    key, certificate = new_certificate()
    other = {"private_key": key, "public_certificate": certificate}
    refused = await app_token(entra, CONNECTOR, credential=other)
    assert refused["error_codes"] == [700027]


async def test_the_app_may_do_what_it_was_allowed(entra: Entra) -> None:
    definitions = "/roleManagement/directory/roleDefinitions?$top=2"

    async def status(path: str) -> int:
        token = (await app_token(entra, f"{GRAPH}/.default"))["access_token"]
        return (await entra.graph(token, path))[0]

    assert await status(definitions) == 200
    await entra.control("PATCH", "entra", {"app": ["User.Read.All"]})
    assert (await status("/users?$top=1"), await status(definitions)) == (200, 403)
    assert (await entra.control("GET", "entra"))["app"] == ["User.Read.All"]
    await entra.control("POST", "reset")
    assert await status(definitions) == 200


async def test_role_definitions_are_listed_with_the_ids_of_their_templates(entra: Entra) -> None:
    token = (await app_token(entra, f"{GRAPH}/.default"))["access_token"]
    listed = (await entra.graph(token, "/roleManagement/directory/roleDefinitions"))[1]["value"]
    names = {role["id"]: role["displayName"] for role in listed}
    assert names[LICENSE_ADMINISTRATOR] == "License Administrator"
    assert (await entra.graph(token, "/roleManagement/directory/roleDefinitions?$top=x"))[0] == 400
