"""The bot's app registration and its credentials.

https://learn.microsoft.com/entra/identity-platform/certificate-credentials
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox.entra import refusals

#: The bot's secret in a rehearsal; it opens nothing real.
SECRET = "rehearsal-secret"  # noqa: S105
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

#: The permissions of the app registration, which `.default` means.
PERMISSIONS = frozenset(
    {
        "AuditLog.Read.All",
        "GroupMember.Read.All",
        "LicenseAssignment.Read.All",
        "LicenseAssignment.ReadWrite.All",
        "Organization.Read.All",
        "RoleEligibilitySchedule.Read.Directory",
        "RoleManagement.Read.Directory",
        "User.Read",
        "User.Read.All",
        "eDiscovery.Read.All",
    }
)


@dataclass(frozen=True, slots=True)
class Registration:
    """The bot's registration in Entra."""

    app_id: str
    secret: str = SECRET
    #: Permitted redirect addresses.
    addresses: frozenset[str] = frozenset()
    #: A certificate in PEM that may sign client assertions.
    certificate: str = ""
    permissions: frozenset[str] = PERMISSIONS

    @property
    def audiences(self) -> tuple[str, ...]:
        """Return the audiences that mean this app."""
        return (self.app_id, f"api://{self.app_id}", f"api://botid-{self.app_id}")

    def check(self, form: Mapping[str, str], token_address: str) -> None:
        """Check the credentials of a token request; raises EntraRefusal."""
        if form.get("client_id", "").lower() != self.app_id.lower():
            raise refusals.no_such_app(form.get("client_id", ""))
        if form.get("client_assertion_type") == _ASSERTION:
            self._check_assertion(form.get("client_assertion", ""), token_address)
        elif "client_secret" in form:
            if not hmac.compare_digest(form["client_secret"].encode(), self.secret.encode()):
                raise refusals.wrong_secret(self.app_id)
        else:
            raise refusals.no_proof()

    def _check_assertion(self, assertion: str, token_address: str) -> None:
        if not self.certificate:
            raise refusals.wrong_certificate()
        public = x509.load_pem_x509_certificate(self.certificate.encode()).public_key()
        if not isinstance(public, rsa.RSAPublicKey):
            raise refusals.wrong_certificate()
        try:
            claims = jwt.decode(
                assertion,
                public,
                algorithms=["RS256", "PS256"],
                issuer=self.app_id,
                options={"require": ["exp", "iss", "sub", "aud"], "verify_aud": False},
            )
        except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError):
            raise refusals.stale_assertion_of_client() from None
        except jwt.InvalidTokenError:
            raise refusals.wrong_certificate() from None
        # MSAL reaches a rehearsal by another host, so only the path is compared.
        if urlsplit(str(claims["aud"])).path.lstrip("/") not in urlsplit(token_address).path:
            raise refusals.wrong_certificate()
