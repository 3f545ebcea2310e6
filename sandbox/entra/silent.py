"""The Teams client's token for the app: issued by Entra, exchanged on behalf of a person.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-overview
"""

import jwt

from sandbox.entra import refusals
from sandbox.entra.directory import Directory
from sandbox.entra.sign_ins import SignIn
from sandbox.entra.tokens import about

#: The Teams client in a browser, as Entra knows it (Microsoft: "Configure SSO for bots").
TEAMS_WEB = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"
SCOPE = "access_as_user"


def silent_token(directory: Directory, person: str) -> str | None:
    """Return a person's client token for the app; None if it can't be issued silently."""
    if directory.registration is None or not directory.account_states.of(person).silent:
        return None
    sign_in = directory.new_sign_in(person)
    now = directory.tenant.now()
    claims = about(directory, person) | {
        "iat": int(now.timestamp()),
        "nbf": int(now.timestamp()),
        "exp": int((now + directory.lifetimes.silent).timestamp()),
        "azp": TEAMS_WEB,
        "azpacr": "0",
        "scp": SCOPE,
        "sid": str(sign_in.session),
        "amr": ["pwd", "mfa"] if sign_in.factor else ["pwd"],
    }
    return directory.keys.current.sign(claims)


def read_assertion(directory: Directory, assertion: str) -> SignIn:
    """Return the sign-in behind such a token; raises EntraRefusal."""
    try:
        key = directory.keys.find(jwt.get_unverified_header(assertion).get("kid", ""))
        if key is None:
            raise refusals.bad_assertion()
        claims = jwt.decode(
            assertion,
            key.private.public_key(),
            algorithms=["RS256"],
            audience=directory.app.audiences,
            issuer=directory.issuer,
            # The tenant's clock decides; a test may advance it.
            options={
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "require": ["exp", "oid"],
            },
        )
    except jwt.InvalidAudienceError:
        raise refusals.wrong_receiver() from None
    except jwt.InvalidTokenError:
        raise refusals.bad_assertion() from None
    now = directory.tenant.now()
    if not claims.get("nbf", 0) <= now.timestamp() < claims["exp"]:
        raise refusals.stale_assertion(now)
    if SCOPE not in str(claims.get("scp", "")).split():
        raise refusals.bad_assertion()
    session = int(claims.get("sid", 0)) if str(claims.get("sid", "")).isdecimal() else 0
    return SignIn(claims["oid"], session, "mfa" in claims.get("amr", []))
