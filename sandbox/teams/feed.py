"""The live stream of one person's chats, over a WebSocket."""

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

from aiohttp import WSCloseCode, web

from sandbox.organization.personas import Persona
from sandbox.teams.chats import Change, Chats, Json, NoSuchMessage

#: Seconds within which both ends notice a broken connection.
HEARTBEAT = 15.0


class Feeds:
    """The open streams. Closing ends them all, so that the server can stop."""

    def __init__(self, chats: Chats) -> None:
        self._chats = chats
        self._open: set[web.WebSocketResponse] = set()

    async def close(self, _app: web.Application) -> None:
        """End every stream; the page reconnects automatically."""
        for socket in list(self._open):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    async def stream(self, request: web.Request, viewer: Persona) -> web.StreamResponse:
        """Send the history, then each change, until either end closes the connection."""
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.host:
            raise web.HTTPForbidden(text="Only the rehearsal page may listen.")
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT)
        await socket.prepare(request)
        changes: asyncio.Queue[Change] = asyncio.Queue()
        unwatch = self._chats.watch(changes.put_nowait)
        self._open.add(socket)
        telling = asyncio.create_task(self._tell(socket, changes, viewer))
        try:
            async for _ in socket:
                # The page sends nothing; receiving notices that it closed.
                pass
        finally:
            telling.cancel()
            self._open.discard(socket)
            unwatch()
        return socket

    async def _tell(
        self, socket: web.WebSocketResponse, changes: asyncio.Queue[Change], viewer: Persona
    ) -> None:
        try:
            await _send(socket, "history", history(self._chats, viewer))
            while True:
                change = await changes.get()
                if viewer in self._chats.chat(change.chat).members:
                    await self._pass_on(socket, change, viewer)
        except ConnectionError:
            # The page was closed.
            return

    async def _pass_on(
        self, socket: web.WebSocketResponse, change: Change, viewer: Persona
    ) -> None:
        if change.kind != "message":
            await _send(socket, change.kind, {"chat": change.chat, "id": change.message})
            return
        try:
            message = self._chats.message(change.chat, change.message)
        except NoSuchMessage:
            # Deleted since; a separate change follows.
            return
        await _send(socket, "message", message.seen_by(viewer))


def history(chats: Chats, viewer: Persona) -> Json:
    """Return a person's chats with all messages."""
    return {
        "chats": [
            {
                "id": chat.id,
                "kind": chat.kind,
                "name": chat.name,
                "messages": [m.seen_by(viewer) for m in chats.messages(chat.id)],
            }
            for chat in chats.chats_of(viewer)
        ]
    }


async def _send(socket: web.WebSocketResponse, kind: str, data: Any) -> None:
    await socket.send_str(json.dumps({"kind": kind, "data": data}))
