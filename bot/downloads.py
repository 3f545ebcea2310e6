"""Serves plans and outcomes as CSV, page by page, to whoever holds a good link."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Final

from aiohttp import web

from bot.links import Download, Sheet, SignedLinks
from bot.ports import Books, Unit
from cards import sheet
from cards.words.english import English
from licensing.errors import PlanMissing
from licensing.outcome import PersonOutcome
from licensing.plan import PlannedPerson

#: People read at once, so that a long table needs no memory.
_CHUNK: Final = 1_000


def add_downloads(app: web.Application, links: SignedLinks, books: Books) -> None:
    """Serve `GET /downloads/{token}`."""

    async def download(request: web.Request) -> web.StreamResponse:
        wanted = links.read(request.match_info["token"])
        if wanted is None:
            return web.Response(status=404, text=English().link_too_old)
        try:
            return await _stream(request, books, wanted)
        except PlanMissing:
            return web.Response(status=404, text=English().link_too_old)

    app.router.add_get("/downloads/{token}", download)


async def _stream(request: web.Request, books: Books, wanted: Download) -> web.StreamResponse:
    rows = _plan if wanted.sheet is Sheet.PLAN else _run
    lines = rows(books, wanted.subject)
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


async def _plan(books: Books, plan_id: str) -> AsyncIterator[str]:
    words = English()
    plan = await books.look(lambda unit: unit.plans.header(plan_id))
    yield sheet.plan_header(words)
    for offset in range(0, plan.summary.people, _CHUNK):
        people = await books.look(partial(_planned, plan_id, offset))
        yield sheet.plan_rows(people, plan, words)


async def _run(books: Books, run_id: str) -> AsyncIterator[str]:
    words = English()
    run = await books.look(lambda unit: unit.runs.get(run_id))
    plan = await books.look(lambda unit: unit.plans.header(run.plan))
    yield sheet.run_header(words)
    for offset in range(0, plan.summary.people, _CHUNK):
        people = await books.look(partial(_outcomes, run_id, offset))
        yield sheet.run_rows(people, plan.products, words)


async def _planned(plan_id: str, offset: int, unit: Unit) -> tuple[PlannedPerson, ...]:
    return await unit.plans.people(plan_id, offset, _CHUNK)


async def _outcomes(run_id: str, offset: int, unit: Unit) -> tuple[PersonOutcome, ...]:
    return await unit.runs.outcomes(run_id, offset, _CHUNK)
