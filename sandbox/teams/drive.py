"""The rehearsal's OneDrive: upload sessions for files that a bot may save.

Shapes: Microsoft Graph, "driveItem: createUploadSession" (chunks with a Content-Range, 202 until
the last one, 416 for one out of order), and Teams, "Send and receive files".
"""

import re
import uuid
from dataclasses import dataclass, field
from urllib.parse import quote

from aiohttp import web

from sandbox.teams.chats import Json

#: Larger than the largest chunk (60 MiB, the page above).
LARGEST_PIECE = 60 * 1024 * 1024

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@dataclass(slots=True)
class UploadedFile:
    """A file, possibly incomplete."""

    name: str
    content: bytearray = field(default_factory=bytearray)
    complete: bool = False


class Drive:
    """All files, by the id of their upload session."""

    def __init__(self, public_url: str) -> None:
        self._url = f"{public_url}/teams/drive"
        self.files: dict[str, UploadedFile] = {}

    def routes(self) -> list[web.RouteDef]:
        """Return the routes for the bot's upload and a person's download."""
        return [
            web.put("/teams/drive/{id}/upload", self.upload),
            web.get("/teams/drive/{id}/{name}", self.download),
        ]

    def session(self, name: str) -> Json:
        """Create an upload session, in Teams' format."""
        id_ = uuid.uuid4().hex
        self.files[id_] = UploadedFile(name)
        return {
            "contentUrl": f"{self._url}/{id_}/{quote(name)}",
            "name": name,
            "uploadUrl": f"{self._url}/{id_}/upload?tempauth={uuid.uuid4().hex}",
            "uniqueId": id_,
            "fileType": name.rpartition(".")[2],
        }

    async def upload(self, request: web.Request) -> web.Response:
        """Receive one chunk."""
        saved = self._saved(request)
        place = _RANGE.fullmatch(request.headers.get("Content-Range", ""))
        if saved.complete or place is None:
            raise web.HTTPNotFound if saved.complete else web.HTTPBadRequest
        begin, end, size = (int(number) for number in place.groups())
        piece = bytearray()
        async for chunk in request.content.iter_any():
            piece += chunk
            if len(piece) > LARGEST_PIECE:
                raise web.HTTPRequestEntityTooLarge(LARGEST_PIECE, len(piece))
        if begin != len(saved.content) or len(piece) != end - begin + 1 or end >= size:
            raise web.HTTPRequestRangeNotSatisfiable
        saved.content += piece
        saved.complete = len(saved.content) == size
        return web.json_response({"name": saved.name}, status=201 if saved.complete else 202)

    async def download(self, request: web.Request) -> web.Response:
        """Return a saved file."""
        saved = self._saved(request)
        if not saved.complete:
            raise web.HTTPNotFound
        named = f"attachment; filename*=UTF-8''{quote(saved.name)}"
        headers = {"Content-Disposition": named, "X-Content-Type-Options": "nosniff"}
        return web.Response(body=bytes(saved.content), headers=headers)

    def _saved(self, request: web.Request) -> UploadedFile:
        saved = self.files.get(request.match_info["id"])
        if saved is None:
            raise web.HTTPNotFound
        return saved
