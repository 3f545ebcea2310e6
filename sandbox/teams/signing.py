"""How the Bot Framework's channel authenticates to a bot: signed activities, published keys.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

from sandbox.entra.keys import KeyRing
from sandbox.teams.bodies import BadBody, read_object

ISSUER = "https://api.botframework.com"
LIFETIME = timedelta(hours=1)


def channel_keys() -> KeyRing:
    """Return keys that are endorsed for Teams."""
    return KeyRing({"endorsements": ["msteams"]})


@dataclass(slots=True)
class Channel:
    """Signs activities for the bot."""

    app_id: str
    #: This server's address.
    public_url: str
    clock: Callable[[], datetime]
    keys: KeyRing = field(default_factory=channel_keys)

    async def authorization(self) -> str:
        """Return the Authorization header of one activity."""
        now = self.clock()
        claims = {
            "serviceurl": f"{self.public_url}/teams",
            "iss": ISSUER,
            "aud": self.app_id,
            "nbf": int(now.timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
        }
        return f"Bearer {self.keys.current.sign(claims)}"

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to publish and rotate the keys."""
        return [
            web.get("/botframework/.well-known/openidconfiguration", self.metadata),
            web.get("/botframework/.well-known/keys", self.published),
            web.post("/_sandbox/teams/keys", self.rotate),
        ]

    async def metadata(self, _request: web.Request) -> web.Response:
        """Return the channel's OpenID metadata."""
        return web.json_response(
            {
                "issuer": ISSUER,
                "authorization_endpoint": "https://invalid.botframework.com",
                "jwks_uri": f"{self.public_url}/botframework/.well-known/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            }
        )

    async def published(self, _request: web.Request) -> web.Response:
        """Return the keys with their endorsements."""
        return web.json_response(self.keys.published())

    async def rotate(self, request: web.Request) -> web.Response:
        """Sign with a new key from now on; {"forget": true} publishes only that one."""
        try:
            body = await read_object(request) if request.can_read_body else {}
        except BadBody as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        self.keys.rotate(forget=bool(body.get("forget")))
        return web.Response(status=204)
