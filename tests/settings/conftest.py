import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    others = ("PORT", "CLIENT_ID", "CLIENT_SECRET", "TENANT_ID")
    for name in list(os.environ):
        if name.startswith(("UNASSIGN_", "AZURE_FEDERATED")) or name in others:
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def make_pem() -> Callable[[], tuple[str, str]]:
    """Make a private key and a certificate for it, both as PEM."""

    def make() -> tuple[str, str]:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Unassign")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now)
            .not_valid_after(now + timedelta(days=1))
            .sign(key, hashes.SHA256())
        )
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return private.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode()

    return make
