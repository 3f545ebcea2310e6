"""The app proves itself with a certificate."""

import re

from bot.auth.credentials.app_token import ClientCredential

_CERTIFICATES = re.compile(
    r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.ASCII | re.DOTALL
)


def from_certificate(pem: str) -> ClientCredential:
    """Take the certificate and its private key as PEM.

    MSAL works out the SHA-256 thumbprint, and sends the certificates along, so that a renewed one
    of the same subject is taken where the app registration names the subject (Microsoft Entra,
    "Subject Name/Issuer authentication").
    """
    return {"private_key": pem, "public_certificate": "\n".join(_CERTIFICATES.findall(pem))}
