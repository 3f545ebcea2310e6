"""Someone who knows the shapes of Teams and sends what Teams never would."""

import base64
import gzip
import hashlib
import hmac
import json
import time
import uuid
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import jwt

from sandbox.organization.personas import ALEX, Persona
from sandbox.state import CHANNEL
from sandbox.teams.signing import ISSUER
from tests.support.activities import invoke, pressed
from tests.support.bot_fixture import APP_ID, BotFixture
from tests.support.seen import Json

#: Status and body of an answer; None for a body that is no JSON.
Answer = tuple[int, Any]


@dataclass(slots=True)
class Forger:
    """Sends requests to a bot that checks signatures, optionally signed with the channel's key."""

    env: BotFixture
    #: What a button of Alex's card carries, and the card's message.
    button: Json
    message: str

    def claims(self, **changed: Any) -> Json:
        """What the channel's token says; a claim that is None is left out."""
        now = int(time.time())
        claims = {
            "serviceurl": f"{self.env.sandbox_url}/teams",
            "iss": ISSUER,
            "aud": APP_ID,
            "nbf": now - 5,
            "exp": now + 3600,
        }
        return {name: it for name, it in (claims | changed).items() if it is not None}

    def token(self, **changed: Any) -> str:
        """A token that the channel could have signed."""
        return self.env.sandbox[CHANNEL].keys.current.sign(self.claims(**changed))

    def signed_by(self, key: Any, algorithm: str = "RS256", kid: str | None = None) -> str:
        """A token with the channel's claims and another signature."""
        kid = self.kid if kid is None else kid
        return jwt.encode(self.claims(), key, algorithm=algorithm, headers={"kid": kid})

    def with_secret(self, secret: bytes) -> str:
        """A token that is signed with a secret, whatever the secret is."""
        head, claims, _ = self.signed_by("k" * 64, "HS256").split(".")
        digest = hmac.new(secret, f"{head}.{claims}".encode(), hashlib.sha256).digest()
        return f"{head}.{claims}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"

    @property
    def kid(self) -> str:
        """The id of the channel's key."""
        return self.env.sandbox[CHANNEL].keys.current.id

    def press(self, **changed: Any) -> Json:
        """Alex's button, pressed by him."""
        return invoke(self.env, {"unassign": self.button}, message=self.message) | changed

    def said(self, text: str = "help", persona: Persona = ALEX, **changed: Any) -> Json:
        """A message."""
        return pressed(self.env, None, text=text, persona=persona) | changed

    def invoked(self, name: str, value: Any, persona: Persona = ALEX) -> Json:
        """Any invoke with any value."""
        return invoke(self.env, {}, persona=persona) | {"name": name, "value": value}

    async def send(self, activity: Any, token: str | None = None, **headers: str) -> Answer:
        """Post an activity; with the channel's token, unless there is another one."""
        proof = {"Authorization": f"Bearer {self.token() if token is None else token}"}
        sent = json.dumps(activity).encode()
        return await self.post(sent, **{**proof, **headers})

    async def post(self, body: bytes, **headers: str) -> Answer:
        """Post bytes."""
        named = {name.replace("_", "-"): value for name, value in headers.items() if value}
        named.setdefault("Content-Type", "application/json")
        url = f"{self.env.bot_url}/api/messages"
        async with self.env.session.post(url, data=BytesIO(body), headers=named) as answer:
            is_json = answer.content_type == "application/json"
            return answer.status, await answer.json() if is_json else None

    async def squeezed(self, body: bytes) -> Answer:
        """Post bytes that are packed."""
        proof = f"Bearer {self.token()}"
        packed = gzip.compress(body)
        return await self.post(packed, Authorization=proof, Content_Encoding="gzip")

    async def sso(self, persona: Persona) -> str:
        """The token that the Teams client holds of a person."""
        name = persona.name.split()[0].lower()
        url = f"{self.env.sandbox_url}/_sandbox/entra/people/{name}/token"
        async with self.env.session.get(url) as answer:
            return str((await answer.json())["token"])

    async def page(self, path: str, form: Json | None = None) -> Answer:
        """Open a page of the bot, or send a form to it."""
        url = f"{self.env.bot_url}{path}"
        method = "GET" if form is None else "POST"
        async with self.env.session.request(
            method, url, data=form, allow_redirects=False
        ) as answer:
            return answer.status, await answer.text()


def fresh_id() -> str:
    """An activity id that no one used."""
    return uuid.uuid4().hex
