"""Each credential with which the bot authenticates as its app, against an Entra that checks it."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from bot.auth.credentials import (
    AppToken,
    ClientCredential,
    ManagedIdentity,
    SharedToken,
    TokenSource,
    from_certificate,
    from_file,
    from_identity,
    patient_session,
)
from bot.errors import NoToken
from licensing.tenant.clouds import ADDRESSES, Cloud, rehearsed
from tests.support.entra import APP_ID, TENANT, FakeEntra

IDENTITY = "aaaaaaaa-0000-4000-8000-00000000000b"
CONNECTOR = "https://api.botframework.com"
EXCHANGE = ADDRESSES[Cloud.WORLDWIDE].token_exchange


@pytest.fixture
async def entra(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeEntra]:
    fake = FakeEntra()
    async with TestServer(fake.app()) as server:
        fake.url = str(server.make_url("")).rstrip("/")
        for name in ("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "MSI_ENDPOINT"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", fake.url)
        yield fake


def app(entra: FakeEntra, credential: ClientCredential, tenant: str = TENANT) -> AppToken:
    addresses = rehearsed(ADDRESSES[Cloud.WORLDWIDE], entra.url)
    http = patient_session(entra.url)
    return AppToken(APP_ID, credential, tenant, addresses=addresses, http_client=http)


async def token(source: TokenSource) -> str | None:
    return await SharedToken(source, time.monotonic).token()


def pem(key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> str:
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return (private + certificate.public_bytes(serialization.Encoding.PEM)).decode()


def certified() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Unassign")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=1,
        not_valid_before=now,
        not_valid_after=now + timedelta(days=1),
    )
    return key, builder.sign(key, hashes.SHA256())


async def test_a_secret_proves_the_app(entra: FakeEntra) -> None:
    assert await token(app(entra, "secret")) == "token of the app"
    assert entra.asked == [f"{CONNECTOR}/.default"]


async def test_a_certificate_proves_the_app_with_its_sha256_thumbprint(entra: FakeEntra) -> None:
    key, entra.certificate = certified()
    held = pem(key, entra.certificate)
    assert await token(app(entra, from_certificate(held))) == "token of the app"


async def test_another_certificate_does_not(entra: FakeEntra) -> None:
    (key, other), (_, entra.certificate) = certified(), certified()
    with pytest.raises(NoToken) as caught:
        await token(app(entra, from_certificate(pem(key, other))))
    assert caught.value.code == "invalid_client"


async def test_a_trusted_token_is_read_again_from_its_file(
    entra: FakeEntra, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    credential = from_file(file)
    entra.trusted = {"second"}
    file.write_text("first\n")
    with pytest.raises(NoToken):
        await token(app(entra, credential))
    file.write_text("second\n")
    assert await token(app(entra, credential)) == "token of the app"


@pytest.mark.parametrize("content", [None, "", "\n", "\u2026"])
async def test_a_token_file_that_gives_nothing_is_told(
    entra: FakeEntra, tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(NoToken):
        await token(app(entra, from_file(file)))
    assert entra.counts["token"] == 0


@pytest.mark.parametrize("client_id", [None, IDENTITY])
async def test_a_managed_identity_gives_its_own_token(
    entra: FakeEntra, client_id: str | None
) -> None:
    entra.identities = {client_id or ""}
    expected = f"token of {client_id or 'the machine'}"
    assert await token(ManagedIdentity(CONNECTOR, client_id)) == expected
    assert entra.asked == [CONNECTOR]


async def test_a_managed_identity_is_found_on_app_service_too(
    entra: FakeEntra, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{entra.url}/app-service")
    monkeypatch.setenv("IDENTITY_HEADER", "ours")
    entra.identities = {IDENTITY}
    assert await token(ManagedIdentity(CONNECTOR, IDENTITY)) == f"token of {IDENTITY}"


async def test_a_machine_without_the_identity_is_told(entra: FakeEntra) -> None:
    with pytest.raises(NoToken):
        await token(ManagedIdentity(CONNECTOR, IDENTITY))


async def test_a_machine_without_any_identity_endpoint_is_told(
    entra: FakeEntra, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1")
    with pytest.raises(NoToken):
        await token(ManagedIdentity(CONNECTOR))


async def test_a_managed_identity_proves_an_app_that_trusts_it(entra: FakeEntra) -> None:
    entra.identities, entra.trusted = {IDENTITY}, {f"token of {IDENTITY}"}
    credential = from_identity(ManagedIdentity(EXCHANGE, IDENTITY))
    assert await token(app(entra, credential)) == "token of the app"
    assert entra.asked == [EXCHANGE, f"{CONNECTOR}/.default"]


async def test_an_identity_that_is_not_there_proves_nothing(entra: FakeEntra) -> None:
    credential = from_identity(ManagedIdentity(EXCHANGE, IDENTITY))
    with pytest.raises(NoToken):
        await token(app(entra, credential))
    assert entra.counts["token"] == 0


async def test_a_refusal_names_neither_the_app_nor_the_tenant(entra: FakeEntra) -> None:
    with pytest.raises(NoToken) as caught:
        await token(app(entra, "wrong"))
    assert caught.value.code == "invalid_client"
    assert APP_ID not in str(caught.value)
    with pytest.raises(NoToken) as caught:
        await token(app(entra, "secret", tenant=IDENTITY))
    assert caught.value.code == "unauthorized_client"
