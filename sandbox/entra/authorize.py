"""The sign-in window over HTTP: it opens, takes answers, and redirects to the app."""

from aiohttp import web
from yarl import URL

from sandbox.entra import pages, refusals
from sandbox.entra.directory import DIRECTORY, Directory
from sandbox.entra.refusals import EntraRefusal
from sandbox.entra.window import Window, not_silently, open_window
from sandbox.organization.personas import PERSONAS

#: Maximum number of open windows; the oldest are dropped first.
MOST_OPEN = 1_000


class Windows:
    """The open windows."""

    def __init__(self) -> None:
        self._open: dict[str, Window] = {}

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the window."""
        return [
            web.get("/entra/{tenant}/oauth2/v2.0/authorize", self.opened),
            web.post("/entra/{tenant}/window/{window}", self.answered),
            web.get("/entra/post-back.js", pages.post_back_script),
        ]

    async def opened(self, request: web.Request) -> web.Response:
        """GET …/authorize: where the app sends a person."""
        directory = request.app[DIRECTORY]
        await directory.delay()
        try:
            directory.check_tenant(request.match_info["tenant"])
            window = open_window(directory, request.query)
        except EntraRefusal as refusal:
            return pages.cannot(refusal.message)
        self._keep(window)
        if window.silent:
            return self._silently(directory, window)
        return self._next(directory, window)

    async def answered(self, request: web.Request) -> web.Response:
        """POST …/window/{id}: one answer of the person."""
        directory = request.app[DIRECTORY]
        window = self._open.get(request.match_info["window"])
        if window is None:
            return pages.cannot(refusals.no_such_window().message)
        form = await request.post()
        try:
            if form.get("answer") == "cancel":
                return self._back(window, _canceled(window))
            self._take(directory, window, str(form.get("person", "")))
        except EntraRefusal as refusal:
            return pages.cannot(refusal.message)
        return self._next(directory, window)

    def _take(self, directory: Directory, window: Window, person: str) -> None:
        step = window.step(directory)
        if step == "person":
            window.person = directory.account(person).id
        elif step == "factor":
            window.show_factor(directory)
        elif step == "consent":
            window.consent(directory)

    def _next(self, directory: Directory, window: Window) -> web.Response:
        target = f"{directory.home}/window/{window.id}"
        step = window.step(directory)
        if step == "person":
            return pages.choose_person(window, target)
        account = directory.account(window.person)
        if step == "factor":
            return pages.show_factor(account, target)
        if step == "consent":
            return pages.ask_consent(account, directory.wanted(window.asked), target)
        return self._back(window, {"code": window.code(directory)})

    def _silently(self, directory: Directory, window: Window) -> web.Response:
        known = [p.oid for p in PERSONAS if window.hint in (p.address, p.oid)]
        window.person = known[0] if known else ""
        step = window.step(directory)
        if step == "done":
            return self._back(window, {"code": window.code(directory)})
        return self._back(window, _said(not_silently(step, directory.app.app_id)))

    def _back(self, window: Window, fields: dict[str, str]) -> web.Response:
        self._open.pop(window.id, None)
        answer = fields | ({"state": window.state} if window.state else {})
        if window.mode == "form_post":
            return pages.post_back(window.address, answer)
        where = str(URL(window.address).update_query(answer))
        return web.Response(status=302, headers={"Location": where, "Cache-Control": "no-store"})

    def _keep(self, window: Window) -> None:
        while len(self._open) >= MOST_OPEN:
            del self._open[next(iter(self._open))]
        self._open[window.id] = window


def _canceled(window: Window) -> dict[str, str]:
    said = _said(refusals.declined())
    return said if window.person else said | {"error_subcode": "cancel"}


def _said(refusal: EntraRefusal) -> dict[str, str]:
    said = {"error": refusal.code, "error_description": refusal.message}
    return said | ({"claims": refusal.claims} if refusal.claims else {})
