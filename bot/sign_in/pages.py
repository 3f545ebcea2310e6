"""The pages of the sign-in window: the way to Entra, the way back, and the last page."""

from collections.abc import Mapping
from html import escape
from typing import Final

import structlog
from aiohttp import web
from yarl import URL

from bot.errors import RequestRefused
from bot.http.body import read_form
from bot.sign_in.ports import SignIn
from cards.words.languages import Languages
from cards.words.texts import Texts
from licensing.errors import SignInNeeded, TenantError

#: Microsoft's library, which tells Teams that the window is done; the hash is Microsoft's own
#: (https://www.npmjs.com/package/@microsoft/teams-js).
TEAMS_JS: Final = "https://res.cdn.office.net/teams-js/2.58.0/js/MicrosoftTeams.min.js"
TEAMS_JS_HASH: Final = "sha384-sMo/EOqQPa1OCup2/VBRum7oFeOS22kvs8WGDc45xK53tUVZzFR5WwFYDUYN1LO4"

_SCRIPT: Final = """\
"use strict";
const code = document.getElementById("code").textContent;
const teams = window.microsoftTeams;
if (teams) {
  teams.app.initialize().then(() => teams.authentication.notifySuccess(code)).catch(() => {});
}
"""
_STYLE: Final = """\
body { font: 16px/1.5 "Segoe UI", system-ui, sans-serif; margin: 15vh auto 0; max-width: 26rem;
  padding: 0 1rem; text-align: center; color: #242424; background: #fff; }
#code { display: block; font: 600 1.6rem/2 ui-monospace, monospace; letter-spacing: .08em; }
@media (prefers-color-scheme: dark) { body { color: #fff; background: #1f1f1f; } }
"""

_log = structlog.get_logger(__name__)


class SignInPages:
    """The window. `teams_js` is another address of the library, for rehearsals."""

    def __init__(self, service: SignIn, languages: Languages, teams_js: str = "") -> None:
        self._service = service
        self._languages = languages
        self._library = URL(teams_js or TEAMS_JS)
        self._hash = "" if teams_js else TEAMS_JS_HASH

    def add_to(self, app: web.Application) -> None:
        """Serve the pages."""
        app.router.add_get("/auth/start", self._start)
        app.router.add_get("/auth/callback", self._by_query)
        app.router.add_post("/auth/callback", self._by_form)
        app.router.add_get("/auth/page.js", _script)
        app.router.add_get("/auth/page.css", _style)

    async def _start(self, request: web.Request) -> web.Response:
        texts = self._texts(request)
        try:
            address = await self._service.open_window(_id(request.query.get("t", "")))
        except TenantError as error:
            _log.warning("window_not_opened", reason=type(error).__name__)
            return self._page(texts, texts.errors.error(error), status=502)
        if address is None:
            return self._page(texts, texts.account.window_old, status=404)
        return web.Response(status=302, headers={"Location": address})

    async def _by_query(self, request: web.Request) -> web.Response:
        return await self._finish(request.query, self._texts(request))

    async def _by_form(self, request: web.Request) -> web.Response:
        try:
            fields = await read_form(request)
        except RequestRefused as refusal:
            texts = self._texts(request)
            return self._page(texts, texts.account.window_old, status=refusal.status)
        return await self._finish(fields, self._texts(request))

    def _texts(self, request: web.Request) -> Texts:
        return self._languages.texts_for_header(request.headers.get("Accept-Language", ""))

    async def _finish(self, answer: Mapping[str, str], texts: Texts) -> web.Response:
        try:
            code = await self._service.end_window({**answer, "state": _id(answer.get("state", ""))})
        except SignInNeeded as error:
            _log.info("window_without_token", code=error.answer.code)
            return self._page(texts, texts.account.window_denied, status=403)
        except TenantError as error:
            _log.info("window_without_token", reason=type(error).__name__)
            return self._page(texts, texts.errors.error(error), status=403)
        if code is None:
            return self._page(texts, texts.account.window_old, status=404)
        return self._page(texts, texts.account.window_done, code=code)

    def _page(self, texts: Texts, text: str, *, code: str = "", status: int = 200) -> web.Response:
        """One page with one sentence, and with a code where there is one."""
        shown = (
            f'<p>{escape(texts.account.window_code)} <b id="code">{code}</b></p>' if code else ""
        )
        proof = f' integrity="{self._hash}" crossorigin="anonymous"' if self._hash else ""
        library = f'<script src="{escape(str(self._library))}"{proof} defer></script>'
        scripts = f'{library}<script src="/auth/page.js" defer></script>' if code else ""
        html = (
            f'<!doctype html><html lang="{texts.tag}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(texts.account.window_title)}</title>"
            f'<link rel="stylesheet" href="/auth/page.css">{scripts}</head>'
            f'<body><main><p role="status">{escape(text)}</p>{shown}</main></body></html>'
        )
        headers = {"Content-Security-Policy": self._policy(), "Cache-Control": "no-store"}
        return web.Response(text=html, content_type="text/html", status=status, headers=headers)

    def _policy(self) -> str:
        """Only our own files and the library; no one may frame the page."""
        return (
            f"default-src 'none'; script-src 'self' {self._library}; style-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )


def _id(text: str) -> str:
    """An id as the bot makes them; empty for a text that no database could look up."""
    return text[:200] if text.isascii() and text.isprintable() else ""


async def _script(_: web.Request) -> web.Response:
    return web.Response(text=_SCRIPT, content_type="text/javascript")


async def _style(_: web.Request) -> web.Response:
    return web.Response(text=_STYLE, content_type="text/css")
