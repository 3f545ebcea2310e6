"""The pages that the app's description in Teams links to: what it is, privacy, terms of use."""

from html import escape
from typing import Final

from aiohttp import web

from cards.words.languages import Languages
from cards.words.texts import Texts

_STYLE: Final = """\
body { font: 16px/1.5 "Segoe UI", system-ui, sans-serif; margin: 8vh auto; max-width: 40rem;
  padding: 0 1rem; color: #242424; background: #fff; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.1rem; margin: 1.6rem 0 0; } p { margin: .5rem 0; }
a { color: #4f46ba; }
@media (prefers-color-scheme: dark) { body { color: #fff; background: #1f1f1f; }
  a { color: #a9a4f0; } }
"""
_POLICY: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "Cache-Control": "max-age=3600",
    "Vary": "Accept-Language",
}


def add_about_pages(app: web.Application, languages: Languages) -> None:
    """Serve `GET /`, `/privacy` and `/terms`, to anyone, in the language of the browser."""

    async def answer(request: web.Request) -> web.Response:
        accepted = request.headers.get("Accept-Language", "")
        text = _page(languages.texts_for_header(accepted), request.path)
        return web.Response(text=text, content_type="text/html", headers=_HEADERS)

    async def style(_: web.Request) -> web.Response:
        return web.Response(text=_STYLE, content_type="text/css", headers=_HEADERS)

    for path in ("/", "/privacy", "/terms"):
        app.router.add_get(path, answer)
    app.router.add_get("/about.css", style)


def _page(texts: Texts, path: str) -> str:
    about = texts.about
    pages = {
        "/": (about.about_title, about.sections),
        "/privacy": (about.privacy_title, about.privacy),
        "/terms": (about.terms_title, about.terms),
    }
    title, sections = pages[path]
    others = [(to, name) for to, (name, _) in pages.items() if to != path]
    body = "".join(
        f"<h2>{escape(heading)}</h2>" + "".join(f"<p>{escape(one)}</p>" for one in text.split("\n"))
        for heading, text in sections
    )
    links = " · ".join(f'<a href="{to}">{escape(name)}</a>' for to, name in others)
    return (
        f'<!doctype html><html lang="{texts.tag}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>"
        '<link rel="stylesheet" href="/about.css"></head>'
        f"<body><main><h1>{escape(title)}</h1>{body}</main><footer><p>{links}</p></footer>"
        "</body></html>"
    )
