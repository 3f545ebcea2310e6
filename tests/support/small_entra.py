"""A small Entra for tests of signing in: every answer that a person's account can lead to."""

import base64
import hashlib
import itertools
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web

APP_ID = "11111111-2222-4333-8444-555555555555"
SECRET = "a rehearsal secret"
TENANT = "72f988bf-0000-4000-8000-2d7cd011db47"
ALEX = "aaaaaaaa-0000-4000-8000-000000000020"
MEGAN = "aaaaaaaa-0000-4000-8000-000000000021"

#: The claims that a revoked session is asked for.
CLAIMS = '{"access_token": {"nbf": {"essential": true, "value": "1700000000"}}}'
_OBO = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def sso_token(person: str = ALEX) -> str:
    """What Teams gives a client for this app."""
    return f"sso:{person}"


@dataclass
class SmallEntra:
    """Serves one tenant. What is set here is what the next call meets."""

    consent: bool = True
    refuse_with: dict[str, Any] | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    lifetime: int = 3600
    #: Refresh tokens issued before the last revocation are worth nothing.
    revoked: set[str] = field(default_factory=set)
    asked: Counter[str] = field(default_factory=Counter)
    forms: list[dict[str, str]] = field(default_factory=list)
    #: Authorization codes: person, nonce, challenge.
    codes: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/entra/{tenant}/v2.0/.well-known/openid-configuration", self._about)
        app.router.add_post("/entra/{tenant}/oauth2/v2.0/token", self._token)
        return app

    def sign_in(self, person: str, nonce: str, challenge: str) -> str:
        """What the page does when a person signs in; returns the code."""
        code = f"code-{next(self._numbers)}"
        self.codes[code] = (person, nonce, challenge)
        return code

    async def _about(self, request: web.Request) -> web.Response:
        self.asked["about"] += 1
        root = f"http://{request.host}/entra/{request.match_info['tenant']}"
        return web.json_response(
            {
                "issuer": f"{root}/v2.0",
                "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
                "token_endpoint": f"{root}/oauth2/v2.0/token",
            }
        )

    async def _token(self, request: web.Request) -> web.Response:
        form = {key: str(value) for key, value in (await request.post()).items()}
        self.forms.append(form)
        grant = form["grant_type"]
        self.asked["on behalf of" if grant == _OBO else grant] += 1
        if self.status != 200:
            return web.Response(status=self.status, headers=self.headers, text="{}")
        if self.refuse_with:
            return web.json_response(self.refuse_with, status=400)
        if form.get("client_secret") != SECRET:
            return _no("invalid_client", "AADSTS7000215: Invalid client secret provided.")
        if grant == "client_credentials":
            return web.json_response(self._issued("app"))
        return self._for_person(grant, form)

    def _for_person(self, grant: str, form: dict[str, str]) -> web.Response:
        if grant == "refresh_token":
            if form["refresh_token"] in self.revoked:
                return _no("invalid_grant", "AADSTS50173: The grant was revoked.", claims=CLAIMS)
            person = form["refresh_token"].split(":")[1]
            return web.json_response(self._issued(person))
        if grant == _OBO:
            if not self.consent:
                return _no("invalid_grant", "AADSTS65001: no consent", suberror="consent_required")
            return web.json_response(self._issued(form["assertion"].removeprefix("sso:")))
        person, nonce, challenge = self.codes.pop(form["code"])
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != challenge:
            return _no("invalid_grant", "AADSTS501481: code verifier")
        return web.json_response(self._issued(person, nonce))

    def _issued(self, person: str, nonce: str = "") -> dict[str, Any]:
        number = next(self._numbers)
        answer: dict[str, Any] = {
            "token_type": "Bearer",
            "expires_in": self.lifetime,
            "scope": "https://graph.example/User.Read.All https://graph.example/.default",
            "access_token": f"access:{person}:{number}",
        }
        if person == "app":
            return answer
        now = int(time.time())
        who: dict[str, Any] = {"oid": person, "tid": TENANT, "sub": person, "aud": APP_ID}
        who |= {
            "iss": "entra",
            "exp": now + 3600,
            "iat": now,
            "preferred_username": "someone@contoso.example",
        }
        if nonce:
            who |= {"nonce": nonce}
        info = json.dumps({"uid": person, "utid": TENANT}).encode()
        return answer | {
            "refresh_token": f"refresh:{person}:{number}",
            "id_token": jwt.encode(who, "x" * 32),
            "client_info": base64.urlsafe_b64encode(info).decode().rstrip("="),
        }


def _no(error: str, words: str, **more: str) -> web.Response:
    return web.json_response({"error": error, "error_description": words, **more}, status=400)
