"""The token endpoint: one function for each grant type."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.entra import refusals, tokens
from sandbox.entra.callers import GRAPH, Caller
from sandbox.entra.directory import Directory
from sandbox.entra.scopes import Asked, read_scopes
from sandbox.entra.silent import read_assertion

Form = Mapping[str, str]
Json = dict[str, Any]

ON_BEHALF_OF = "urn:ietf:params:oauth:grant-type:jwt-bearer"
#: Prefix of the assertion by which the page and unsigned rehearsals act as any person.
TRUSTED = "rehearsal:"


def answer(directory: Directory, form: Form) -> Json:
    """Return the body of the answer; raises EntraRefusal."""
    grant = form.get("grant_type", "")
    if grant == ON_BEHALF_OF and form.get("assertion", "").startswith(TRUSTED):
        return _trusted(directory, form)
    if grant == "client_credentials":
        return _app(directory, form)
    if grant == ON_BEHALF_OF and directory.registration is None:
        raise refusals.bad_assertion()
    give = _OF_PEOPLE.get(grant)
    if give is None:
        raise refusals.unknown_grant(grant)
    directory.app.check(form, f"{directory.home}/oauth2/v2.0/token")
    return give(directory, form)


def _trusted(directory: Directory, form: Form) -> Json:
    """Return an unrestricted token for any person, without proof."""
    person = form["assertion"].removeprefix(TRUSTED)
    if not directory.tenant.index.exact["id"].find(person):
        raise refusals.bad_assertion()
    lifetime = directory.lifetimes.access
    seconds = int(lifetime.total_seconds())
    token = directory.callers.issue(Caller(directory.account(person).id), lifetime)
    return {
        "token_type": "Bearer",
        "scope": "https://graph.microsoft.com/.default",
        "expires_in": seconds,
        "ext_expires_in": seconds,
        "access_token": token,
    }


def _app(directory: Directory, form: Form) -> Json:
    """Return a token of the app itself; without a registration, for any client."""
    if directory.registration is None:
        return tokens.for_app(directory, GRAPH)
    directory.app.check(form, f"{directory.home}/oauth2/v2.0/token")
    asked = read_scopes(form.get("scope", ""))
    if not asked.all:
        raise refusals.wrong_scope(form.get("scope", ""))
    return tokens.for_app(directory, asked.resource)


def _on_behalf_of(directory: Directory, form: Form) -> Json:
    if form.get("requested_token_use") != "on_behalf_of":
        raise refusals.missing("requested_token_use")
    sign_in = read_assertion(directory, form.get("assertion", ""))
    return tokens.for_person(directory, sign_in, _asked(form), claims=_claims(form))


def _code(directory: Directory, form: Form) -> Json:
    if "code" not in form:
        raise refusals.missing("code")
    address, verifier = form.get("redirect_uri", ""), form.get("code_verifier", "")
    code = directory.codes.redeem(form["code"], address, verifier)
    asked = _asked(form) if form.get("scope") else code.asked
    return tokens.for_person(
        directory,
        code.sign_in,
        asked,
        claims=_claims(form),
        nonce=code.nonce,
        signed_in_at=code.signed_in_at,
    )


def _refresh(directory: Directory, form: Form) -> Json:
    if "refresh_token" not in form:
        raise refusals.missing("refresh_token")
    sign_in = directory.refreshes.sign_in(form["refresh_token"])
    return tokens.for_person(directory, sign_in, _asked(form), claims=_claims(form))


def _asked(form: Form) -> Asked:
    return read_scopes(form.get("scope", ""))


def _claims(form: Form) -> Json:
    try:
        claims = json.loads(form.get("claims") or "{}")
    except ValueError:
        raise refusals.wrong_scope("claims") from None
    return claims if isinstance(claims, dict) else {}


_OF_PEOPLE: dict[str, Callable[[Directory, Form], Json]] = {
    ON_BEHALF_OF: _on_behalf_of,
    "authorization_code": _code,
    "refresh_token": _refresh,
}
