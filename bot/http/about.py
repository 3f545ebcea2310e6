"""The pages that the app's description in Teams links to: what it is, privacy, terms of use."""

from collections.abc import Sequence
from html import escape
from typing import Final

from aiohttp import web

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


def add_about_pages(app: web.Application, texts: Texts) -> None:
    """Serve `GET /`, `/privacy` and `/terms`, to anyone."""
    pages = {
        "/": (texts.about.about_title, texts.about.sections),
        "/privacy": (texts.about.privacy_title, texts.about.privacy),
        "/terms": (texts.about.terms_title, texts.about.terms),
    }
    links = [(path, title) for path, (title, _) in pages.items()]
    for path, (title, sections) in pages.items():
        others = [(to, name) for to, name in links if to != path]
        _serve(app, path, _page(texts.common.language, title, sections, others), "text/html")
    _serve(app, "/about.css", _STYLE, "text/css")


def _serve(app: web.Application, path: str, text: str, kind: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "max-age=3600"}
        return web.Response(text=text, content_type=kind, headers=headers)

    app.router.add_get(path, answer)


def _page(
    language: str,
    title: str,
    sections: Sequence[tuple[str, str]],
    others: Sequence[tuple[str, str]],
) -> str:
    body = "".join(
        f"<h2>{escape(heading)}</h2>" + "".join(f"<p>{escape(one)}</p>" for one in text.split("\n"))
        for heading, text in sections
    )
    links = " · ".join(f'<a href="{to}">{escape(name)}</a>' for to, name in others)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>"
        '<link rel="stylesheet" href="/about.css"></head>'
        f"<body><main><h1>{escape(title)}</h1>{body}</main><footer><p>{links}</p></footer>"
        "</body></html>"
    )
