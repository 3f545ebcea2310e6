"""Serves plans and outcomes as CSV, page by page, to anyone with a valid link."""

from collections.abc import AsyncIterator
from datetime import date

from aiohttp import web

from cards.words.texts import Texts
from engine.downloads.signed_links import Download, Sheet, SignedLinks
from engine.downloads.tables import calendar_table, plan_table, run_table, upcoming_table
from ledger import Ledger
from licensing.errors import PlanMissing


def add_downloads(app: web.Application, links: SignedLinks, ledger: Ledger, texts: Texts) -> None:
    """Serve `GET /downloads/{token}`."""

    async def download(request: web.Request) -> web.StreamResponse:
        wanted = links.read(request.match_info["token"])
        if wanted is None:
            return web.Response(status=404, text=texts.messages.link_too_old)
        try:
            lines = _lines(ledger, wanted, links.clock.now().date(), texts)
            return await _stream(request, wanted, lines)
        except PlanMissing:
            return web.Response(status=404, text=texts.messages.link_too_old)

    app.router.add_get("/downloads/{token}", download)


async def _stream(
    request: web.Request, wanted: Download, lines: AsyncIterator[str]
) -> web.StreamResponse:
    first = await anext(lines)
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="unassign-{wanted.sheet}.csv"',
            "Cache-Control": "no-store",
        }
    )
    await response.prepare(request)
    await response.write(first.encode())
    async for text in lines:
        await response.write(text.encode())
    await response.write_eof()
    return response


def _lines(ledger: Ledger, wanted: Download, today: date, texts: Texts) -> AsyncIterator[str]:
    match wanted.sheet:
        case Sheet.PLAN:
            return plan_table(ledger, wanted.subject, texts)
        case Sheet.CALENDAR:
            return calendar_table(ledger, wanted.subject, today, texts)
        case Sheet.UPCOMING:
            tenant, _, owner = wanted.subject.partition("/")
            return upcoming_table(ledger, tenant, owner or None, today, texts)
        case _:
            return run_table(ledger, wanted.subject, texts)
