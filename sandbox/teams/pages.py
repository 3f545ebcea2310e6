"""Serves the rehearsal page: its own files, and the few that it borrows from npm packages."""

from pathlib import Path

from aiohttp import web

HERE = Path(__file__).parent / "page"
PACKAGES = HERE / "node_modules"

#: Borrowed files by the name under /page/vendor/. Nothing else of node_modules is served.
VENDOR = {
    "adaptivecards.js": PACKAGES / "adaptivecards/dist/adaptivecards.min.js",
    "markdown-it.js": PACKAGES / "markdown-it/dist/markdown-it.min.js",
    # Not borrowed, but it stands where Microsoft's library would.
    "teams-js-stand-in.js": HERE / "teams-js-stand-in.js",
}

#: Nothing from elsewhere runs here, whatever a card or a name contains.
POLICY = (
    "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}

MISSING = (
    "The rehearsal page needs its JavaScript packages: "
    "run `npm ci --ignore-scripts` in sandbox/teams/page, or `make run`."
)


def routes() -> list[web.RouteDef]:
    """The page itself, its files, its borrowed files."""
    return [
        web.get("/", _index),
        web.get("/page/vendor/{name}", _borrowed),
        web.get("/page/{name:[a-z-]+(?:/[a-z-]+)?\\.(?:js|css|svg)}", _own),
    ]


async def _index(_request: web.Request) -> web.StreamResponse:
    if not all(path.exists() for path in VENDOR.values()):
        return web.Response(status=503, text=MISSING)
    return web.FileResponse(HERE / "index.html", headers=HEADERS)


async def _own(request: web.Request) -> web.StreamResponse:
    path = HERE / request.match_info["name"]
    if not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path, headers=HEADERS)


async def _borrowed(request: web.Request) -> web.StreamResponse:
    path = VENDOR.get(request.match_info["name"])
    if path is None or not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path, headers=HEADERS)
