"""Keys that sign tokens: created on first use, published as a JSON Web Key Set, rotated."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

Json = dict[str, Any]

#: Microsoft signs with keys of this length.
BITS = 2_048


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An RSA key and the id under which it is published."""

    id: str
    private: rsa.RSAPrivateKey

    def sign(self, claims: Mapping[str, Any]) -> str:
        """Return a JSON Web Token with these claims, signed with RS256."""
        headers = {"kid": self.id, "x5t": self.id}
        return jwt.encode(dict(claims), self.private, algorithm="RS256", headers=headers)

    def published(self, more: Mapping[str, Any]) -> Json:
        """Return the public key as a JSON Web Key."""
        key: Json = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        key.pop("key_ops", None)
        return {**key, "use": "sig", "kid": self.id, "x5t": self.id, **more}


def new_key() -> SigningKey:
    """Create a key; takes about a tenth of a second."""
    private = rsa.generate_private_key(public_exponent=65_537, key_size=BITS)
    return SigningKey(uuid.uuid4().hex, private)


class KeyRing:
    """The keys of one issuer, newest last. The first is created on demand.

    `more` is added to each published key, such as the Bot Framework's endorsements.
    """

    def __init__(self, more: Mapping[str, Any] | None = None) -> None:
        self._more = dict(more or {})
        self._keys: list[SigningKey] = []

    @property
    def current(self) -> SigningKey:
        """Return the key that signs."""
        if not self._keys:
            self._keys.append(new_key())
        return self._keys[-1]

    def rotate(self, *, forget: bool = False) -> None:
        """Sign with a new key from now on. `forget` drops the old ones."""
        before = [] if forget else [*self._keys]
        self._keys = [*before, new_key()]

    def find(self, id_: str) -> SigningKey | None:
        """Return a published key by its id."""
        return next((key for key in self._keys if key.id == id_), None)

    def published(self) -> Json:
        """The JSON Web Key Set."""
        keys = self._keys or [self.current]
        return {"keys": [key.published(self._more) for key in keys]}
