"""Controls for tests and people: transcripts, faults and reset."""

from collections.abc import Callable

from aiohttp import web

from sandbox.teams.bodies import BadBody, read_object
from sandbox.teams.chats import Chats
from sandbox.teams.faults import Faults, read_fault


class Controls:
    """Handlers under /_sandbox/teams."""

    def __init__(self, chats: Chats, faults: Faults, on_reset: Callable[[], None]) -> None:
        self._chats = chats
        self._faults = faults
        self._on_reset = on_reset

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get("/_sandbox/teams/transcript", self.transcript),
            web.post("/_sandbox/teams/faults", self.add_fault),
            web.delete("/_sandbox/teams/faults", self.clear),
            web.post("/_sandbox/teams/reset", self.reset),
        ]

    async def transcript(self, request: web.Request) -> web.Response:
        """Return messages as one person sees them: ?persona=alex, and &chat=personal or channel."""
        viewer = self._chats.persona(request.query.get("persona", "alex"))
        if viewer is None:
            raise web.HTTPNotFound(text="No such person in this rehearsal.")
        kind = request.query.get("chat", "personal")
        chats = [c for c in self._chats.chats_of(viewer) if c.kind == kind]
        seen = [m.seen_by(viewer) for c in chats for m in self._chats.messages(c.id)]
        return web.json_response({"persona": viewer.oid, "chat": kind, "messages": seen})

    async def add_fault(self, request: web.Request) -> web.Response:
        """Add a fault: method, path, status, retryAfter, delay, times."""
        try:
            self._faults.add(read_fault(await read_object(request)))
        except (BadBody, ValueError, TypeError) as error:
            raise web.HTTPBadRequest(text=f"Not a fault: {error}") from error
        return web.Response(status=204)

    async def clear(self, _request: web.Request) -> web.Response:
        """Remove all faults."""
        self._faults.clear()
        return web.Response(status=204)

    async def reset(self, _request: web.Request) -> web.Response:
        """Empty all chats; an open page starts again when it is reloaded."""
        self._chats.reset()
        self._on_reset()
        return web.Response(status=204)
