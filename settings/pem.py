"""The certificate of the app, from its setting."""

from pathlib import Path

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509 import load_pem_x509_certificate

from settings.errors import SettingsError

NAME = "UNASSIGN_APP_CERTIFICATE"


def pem_text(given: str) -> str:
    """Read a certificate and its private key from PEM text, or from the PEM file at that path.

    Raises `SettingsError` if one of the two is missing or they do not match.
    """
    pem = given if "-----BEGIN " in given else _file(Path(given))
    try:
        certificate = load_pem_x509_certificate(pem.encode())
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise SettingsError(
            f"{NAME} must contain a certificate and its private key, both as PEM and the key "
            "without a password."
        ) from error
    public = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if certificate.public_key().public_bytes(*public) != key.public_key().public_bytes(*public):
        raise SettingsError(f"{NAME} holds a private key that does not belong to its certificate.")
    return pem


def _file(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise SettingsError(f"{NAME} names a file that can't be read.") from error
