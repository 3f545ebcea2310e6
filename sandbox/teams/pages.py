"""Serves the rehearsal page: its own files, and a few from npm packages."""

from pathlib import Path

from aiohttp import web

HERE = Path(__file__).parent / "page"
PACKAGES = HERE / "node_modules"

#: Files from npm packages by name under /page/vendor/. No other is served.
VENDOR = {
    "adaptivecards.js": PACKAGES / "adaptivecards/dist/adaptivecards.min.js",
    "markdown-it.js": PACKAGES / "markdown-it/dist/markdown-it.min.js",
    # Our own, in place of Microsoft's library.
    "teams-js-stand-in.js": HERE / "teams-js-stand-in.js",
}

#: No foreign script runs here, whatever a card or a name contains.
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
    "The rehearsal page needs its JavaScript packages. In the folder of the project: "
    "`python -m pip install --no-deps --editable .`, or `make run`."
)


def routes() -> list[web.RouteDef]:
    """Return the routes of the page and its files."""
    return [
        web.get("/", _index),
        web.get("/page/vendor/{name}", _borrowed),
        web.get("/page/{name:[a-z-]+(?:/[a-z-]+)?\\.(?:js|css|svg)}", _own),
    ]


def complete() -> bool:
    """Whether the files from npm packages are there."""
    return all(path.exists() for path in VENDOR.values())


async def _index(_request: web.Request) -> web.StreamResponse:
    if not complete():
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
