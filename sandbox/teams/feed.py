"""The live stream of one person's chats, as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator

from aiohttp import web

from sandbox.personas import Persona
from sandbox.teams.chats import Change, Chats, Json, NoSuchMessage

#: A comment is sent this often, in seconds, so that both ends notice a broken line.
HEARTBEAT = 15.0


class Feeds:
    """Every open stream. Closing ends them all, so that the server can stop."""

    def __init__(self, chats: Chats) -> None:
        self._chats = chats
        self._open: set[asyncio.Queue[Change | None]] = set()

    async def close(self, _app: web.Application) -> None:
        """End every stream."""
        for queue in self._open:
            queue.put_nowait(None)

    async def stream(self, request: web.Request, viewer: Persona) -> web.StreamResponse:
        """First the history, then every change, until either end hangs up."""
        response = web.StreamResponse(headers={"Cache-Control": "no-store"})
        response.content_type = "text/event-stream"
        await response.prepare(request)
        try:
            async for piece in self._pieces(viewer):
                await response.write(piece)
        except (ConnectionError, RuntimeError):
            # The page was closed; there is nobody left to tell.
            pass
        return response

    async def _pieces(self, viewer: Persona) -> AsyncIterator[bytes]:
        queue: asyncio.Queue[Change | None] = asyncio.Queue()
        unwatch = self._chats.watch(queue.put_nowait)
        self._open.add(queue)
        try:
            yield _event("history", history(self._chats, viewer))
            while True:
                try:
                    change = await asyncio.wait_for(queue.get(), HEARTBEAT)
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                if change is None:
                    return
                piece = self._seen(change, viewer)
                if piece:
                    yield piece
        finally:
            self._open.discard(queue)
            unwatch()

    def _seen(self, change: Change, viewer: Persona) -> bytes:
        if viewer not in self._chats.chat(change.chat).members:
            return b""
        if change.kind != "message":
            return _event(change.kind, {"chat": change.chat, "id": change.message})
        try:
            message = self._chats.message(change.chat, change.message)
        except NoSuchMessage:
            return b""
        return _event("message", message.seen_by(viewer))


def history(chats: Chats, viewer: Persona) -> Json:
    """Every chat of a person with all that was said in it."""
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


def _event(name: str, data: Json) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()
