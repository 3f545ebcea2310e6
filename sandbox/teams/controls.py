"""Controls for tests and for the curious: what each person sees, ordered faults, a fresh start."""

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
        """The transcript, the faults, the reset."""
        return [
            web.get("/_sandbox/teams/transcript", self.transcript),
            web.post("/_sandbox/teams/faults", self.order),
            web.delete("/_sandbox/teams/faults", self.clear),
            web.post("/_sandbox/teams/reset", self.reset),
        ]

    async def transcript(self, request: web.Request) -> web.Response:
        """Messages as one person sees them: ?persona=alex, and &chat=personal or channel."""
        viewer = self._chats.persona(request.query.get("persona", "alex"))
        if viewer is None:
            raise web.HTTPNotFound(text="No such person in this rehearsal.")
        kind = request.query.get("chat", "personal")
        chats = [c for c in self._chats.chats_of(viewer) if c.kind == kind]
        seen = [m.seen_by(viewer) for c in chats for m in self._chats.messages(c.id)]
        return web.json_response({"persona": viewer.oid, "chat": kind, "messages": seen})

    async def order(self, request: web.Request) -> web.Response:
        """Order a fault: method, path, status, retryAfter, delay, times."""
        try:
            self._faults.order(read_fault(await read_object(request)))
        except (BadBody, ValueError, TypeError) as error:
            raise web.HTTPBadRequest(text=f"Not a fault: {error}") from error
        return web.Response(status=204)

    async def clear(self, _request: web.Request) -> web.Response:
        """Forget all faults."""
        self._faults.clear()
        return web.Response(status=204)

    async def reset(self, _request: web.Request) -> web.Response:
        """Empty every chat; an open page starts anew when it is reloaded."""
        self._chats.reset()
        self._on_reset()
        return web.Response(status=204)
