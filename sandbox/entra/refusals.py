"""Entra's refusals, with number, message and error code.

Numbers and messages: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
Shapes: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow
"""

import json
from datetime import datetime

from sandbox.refusal import Refusal

GRAPH_APP = "00000003-0000-0000-c000-000000000000"
#: The Conditional Access rule that requires a second factor in this tenant.
RULE = "9ab03e19-ed42-4168-b6b7-7001fb3e933a"


class EntraRefusal(Refusal):
    """A refusal of Entra: `error`, its number, and what a client needs to continue."""

    def __init__(
        self,
        number: int,
        message: str,
        code: str = "invalid_grant",
        *,
        status: int = 400,
        suberror: str = "",
        claims: str = "",
    ) -> None:
        super().__init__(f"AADSTS{number}: {message}", code, status)
        self.number = number
        self.suberror = suberror
        self.claims = claims


def no_such_tenant(asked: str) -> EntraRefusal:
    """The tenant in the address does not exist."""
    return EntraRefusal(90002, f"Tenant '{asked}' not found.", "invalid_request")


def no_such_app(app_id: str) -> EntraRefusal:
    """The client id belongs to no app of this tenant."""
    return EntraRefusal(
        700016,
        f"Application with identifier '{app_id}' was not found in the directory.",
        "unauthorized_client",
    )


def wrong_secret(app_id: str) -> EntraRefusal:
    """The client secret is wrong."""
    return EntraRefusal(
        7000215,
        "Invalid client secret provided. Ensure the secret being sent in the request is the "
        "client secret value, not the client secret ID, for a secret added to app "
        f"'{app_id}'.",
        "invalid_client",
        status=401,
    )


def no_proof() -> EntraRefusal:
    """A confidential client sent neither secret nor assertion."""
    return EntraRefusal(
        7000218,
        "The request body must contain the following parameter: 'client_assertion' or "
        "'client_secret'.",
        "invalid_client",
        status=401,
    )


def wrong_certificate() -> EntraRefusal:
    """The client assertion is signed with a key that the app does not list."""
    return EntraRefusal(
        700027,
        "The certificate with identifier used to sign the client assertion is not registered on "
        "application.",
        "invalid_client",
        status=401,
    )


def stale_assertion_of_client() -> EntraRefusal:
    """The client assertion has expired or has another audience."""
    return EntraRefusal(
        700024, "Client assertion is not within its valid time range.", "invalid_client", status=401
    )


def unknown_grant(grant: str) -> EntraRefusal:
    """The grant type is unknown."""
    return EntraRefusal(
        70003,
        f"The app requested an unsupported grant type '{grant}'.",
        "unsupported_grant_type",
    )


def missing(name: str) -> EntraRefusal:
    """A parameter is missing."""
    return EntraRefusal(
        900144,
        f"The request body must contain the following parameter: '{name}'.",
        "invalid_request",
    )


def wrong_scope(scope: str) -> EntraRefusal:
    """The scopes don't fit together, or name an unknown resource."""
    return EntraRefusal(
        70011,
        "The provided request must include a 'scope' input parameter. The provided value for the "
        f"input parameter 'scope' is not valid. The scope '{scope}' is not valid.",
        "invalid_scope",
    )


def bad_assertion() -> EntraRefusal:
    """The person's token was not issued by this tenant, or not for this app."""
    return EntraRefusal(50013, "Assertion failed signature validation.")


def stale_assertion(now: datetime) -> EntraRefusal:
    """The person's token has expired."""
    return EntraRefusal(
        500133,
        "Assertion is not within its valid time range. Ensure that the access token is not expired "
        "before using it for user assertion, or request a new token. "
        f"Current time: {now:%Y-%m-%dT%H:%M:%S}.",
    )


def wrong_receiver() -> EntraRefusal:
    """The person's token was issued for another app."""
    return EntraRefusal(
        50013, "Assertion audience claim does not match the required value of the client."
    )


def disabled() -> EntraRefusal:
    """The account is blocked."""
    return EntraRefusal(50057, "The user account is disabled.")


def revoked() -> EntraRefusal:
    """The person's sessions were revoked or the password changed."""
    return EntraRefusal(
        50173,
        "The provided grant has expired due to it being revoked, a fresh auth token is needed. "
        "The user might have changed or reset their password.",
        suberror="bad_token",
    )


def factor_needed() -> EntraRefusal:
    """A rule requires a second factor; the sign-in window takes `claims`."""
    rule = {"access_token": {"capolids": {"essential": True, "values": [RULE]}}}
    return EntraRefusal(
        50076,
        "Due to a configuration change made by your administrator, or because you moved to a new "
        f"location, you must use multi-factor authentication to access '{GRAPH_APP}'.",
        "interaction_required",
        suberror="basic_action",
        claims=json.dumps(rule, separators=(",", ":")),
    )


def consent_needed(app_id: str) -> EntraRefusal:
    """Neither the person nor an administrator has consented."""
    return EntraRefusal(
        65001,
        "The user or administrator has not consented to use the application with ID "
        f"'{app_id}' named 'Unassign'. Send an interactive authorization request for this user "
        "and resource.",
        suberror="consent_required",
    )


def declined() -> EntraRefusal:
    """The person declined consent."""
    return EntraRefusal(65004, "User declined to consent to access the app.", "access_denied")


def stale_grant() -> EntraRefusal:
    """The code or refresh token has expired."""
    return EntraRefusal(
        70008,
        "The provided authorization code or refresh token has expired due to inactivity. Send a "
        "new interactive authorization request for this user and resource.",
    )


def unknown_grant_value() -> EntraRefusal:
    """The code or refresh token was never issued."""
    return EntraRefusal(9002313, "Invalid request. Request is malformed or invalid.")


def code_used() -> EntraRefusal:
    """The code was redeemed before."""
    return EntraRefusal(54005, "OAuth2 Authorization code was already redeemed.")


def wrong_verifier() -> EntraRefusal:
    """PKCE: the code's redeemer did not request it."""
    return EntraRefusal(
        501481,
        "The Code_Verifier does not match the code_challenge supplied in the authorization "
        "request.",
    )


def wrong_reply_address() -> EntraRefusal:
    """The redirect address differs from that of the code's request."""
    return EntraRefusal(
        500112,
        "The reply address does not match the reply address provided when requesting "
        "Authorization code.",
    )


def unregistered_address(address: str, app_id: str) -> EntraRefusal:
    """The app does not list this address; the window shows an error."""
    return EntraRefusal(
        50011,
        f"The redirect URI '{address}' specified in the request does not match the redirect URIs "
        f"configured for the application '{app_id}'.",
        "invalid_request",
    )


def unsupported(name: str, value: str) -> EntraRefusal:
    """A parameter has an unsupported value."""
    return EntraRefusal(
        9002313,
        f"The provided value '{value}' for the input parameter '{name}' is not valid.",
        "invalid_request",
    )


def no_such_window() -> EntraRefusal:
    """The window was answered before, or the rehearsal restarted since."""
    return EntraRefusal(165000, "Invalid Request: the sign-in has ended.", "invalid_request")
