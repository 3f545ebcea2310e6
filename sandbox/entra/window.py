"""An open sign-in window: the app's request and the steps still to do.

Parameters: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.entra import refusals
from sandbox.entra.directory import Directory
from sandbox.entra.refusals import EntraRefusal
from sandbox.entra.scopes import Asked, read_scopes
from sandbox.entra.sign_ins import AuthorizationCode

Step = Literal["person", "factor", "consent", "done"]


@dataclass(slots=True)
class Window:
    """One window. The person is chosen first, then second factor and consent follow."""

    address: str
    #: Response mode: "query" or "form_post".
    mode: str
    state: str
    nonce: str
    challenge: str
    asked: Asked
    hint: str
    #: Whether consent is asked for again.
    ask_again: bool
    #: Whether no page may be shown.
    silent: bool
    factor_claimed: bool
    #: Whether the app asks when the person signed in.
    tells_when: bool = False
    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    person: str = ""
    factor_shown: bool = False
    consented: bool = False

    def step(self, directory: Directory) -> Step:
        """Return the next step of the person."""
        if not self.person:
            return "person"
        state = directory.account_states.of(self.person)
        if (state.factor_asked or self.factor_claimed) and not self.factor_shown:
            return "factor"
        names = directory.wanted(self.asked)
        agreed = state.allows(names) and not self.ask_again
        return "done" if agreed or self.consented else "consent"

    def show_factor(self, directory: Directory) -> None:
        """Record the second factor for the whole session."""
        self.factor_shown = True
        directory.account_states.change(self.person, factor_shown=True)

    def consent(self, directory: Directory) -> None:
        """Record the person's consent."""
        self.consented = True
        directory.account_states.consent(self.person, directory.wanted(self.asked))

    def code(self, directory: Directory) -> str:
        """Issue the authorization code."""
        until = directory.tenant.now() + directory.lifetimes.code
        sign_in = directory.new_sign_in(self.person)
        return directory.codes.issue(
            AuthorizationCode(
                sign_in,
                self.asked,
                self.address,
                self.nonce,
                self.challenge,
                until,
                signed_in_at=directory.tenant.today() if self.tells_when else None,
            )
        )


def open_window(directory: Directory, query: Mapping[str, str]) -> Window:
    """Parse the app's request; raises EntraRefusal if only an error may be shown."""
    app = directory.app
    if query.get("client_id", "").lower() != app.app_id.lower():
        raise refusals.no_such_app(query.get("client_id", ""))
    address = query.get("redirect_uri", "")
    if address not in app.addresses:
        raise refusals.unregistered_address(address, app.app_id)
    _check(query)
    prompts = query.get("prompt", "").split()
    return Window(
        address=address,
        mode=query.get("response_mode", "query"),
        state=query.get("state", ""),
        nonce=query.get("nonce", ""),
        challenge=query.get("code_challenge", ""),
        asked=read_scopes(query.get("scope", "")),
        hint=query.get("login_hint", ""),
        ask_again="consent" in prompts,
        silent="none" in prompts,
        factor_claimed=_claims_factor(query.get("claims", "")),
        tells_when=directory.tells_when and "auth_time" in query.get("claims", ""),
    )


def _check(query: Mapping[str, str]) -> None:
    if query.get("response_type") != "code":
        raise refusals.unsupported("response_type", query.get("response_type", ""))
    if query.get("response_mode", "query") not in {"query", "form_post"}:
        raise refusals.unsupported("response_mode", query.get("response_mode", ""))
    if "code_challenge" in query and query.get("code_challenge_method") != "S256":
        raise refusals.unsupported(
            "code_challenge_method", query.get("code_challenge_method", "plain")
        )


def _claims_factor(text: str) -> bool:
    """Return whether the claims require a second factor."""
    try:
        claims: Any = json.loads(text or "{}")
    except ValueError:
        raise refusals.unsupported("claims", text) from None
    access = claims.get("access_token") if isinstance(claims, dict) else None
    return isinstance(access, dict) and "capolids" in access


def not_silently(step: Step, app_id: str) -> EntraRefusal:
    """Return the error of prompt=none if a page would have to be shown."""
    if step == "person":
        return EntraRefusal(
            50058,
            "A silent sign-in request was sent but no user is signed in.",
            "login_required",
        )
    if step == "factor":
        return refusals.factor_needed()
    refusal = refusals.consent_needed(app_id)
    refusal.code = "consent_required"
    return refusal
