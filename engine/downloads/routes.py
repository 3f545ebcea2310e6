"""Serves plans, receipts and what is ahead as workbooks, to anyone with a valid link."""

import asyncio
import tempfile
from datetime import date
from typing import IO, Final

from aiohttp import web

from cards.words.languages import Languages
from cards.words.texts import Texts
from engine.downloads.signed_links import Download, FileKind, SignedLinks
from engine.downloads.tables import (
    Parts,
    calendar_sheets,
    findings_sheets,
    plan_sheets,
    run_sheets,
    upcoming_sheets,
)
from engine.downloads.workbook import write_workbook
from ledger import Ledger
from licensing.errors import PlanMissing

#: What a file of Excel is (https://www.iana.org/assignments/media-types).
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Maximum number of files that are written at the same time: each needs a processor.
_CONCURRENCY: Final = 2
#: Bytes of a file that are held in memory; the rest is in a temporary file.
_IN_MEMORY: Final = 1024 * 1024
_BLOCK: Final = 256 * 1024


def add_downloads(
    app: web.Application, links: SignedLinks, ledger: Ledger, languages: Languages
) -> None:
    """Serve `GET /downloads/{token}`."""
    room = asyncio.Semaphore(_CONCURRENCY)

    async def download(request: web.Request) -> web.StreamResponse:
        wanted = links.read(request.match_info["token"])
        accepted = languages.texts_for_header(request.headers.get("Accept-Language", ""))
        too_old = web.Response(status=404, text=accepted.messages.link_too_old)
        if wanted is None:
            return too_old
        texts = languages.texts_read_by(wanted.reader)
        parts = _parts(ledger, wanted, links.clock.now().date(), texts)
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
            try:
                async with room:
                    await write_workbook(parts, file)
            except PlanMissing:
                return too_old
            return await _sent(request, await _name(ledger, wanted), file)

    app.router.add_get("/downloads/{token}", download)


async def _sent(request: web.Request, name: str, file: IO[bytes]) -> web.StreamResponse:
    response = web.StreamResponse(
        headers={
            "Content-Type": _TYPE,
            "Content-Length": str(file.tell()),
            "Content-Disposition": f'attachment; filename="{name}.xlsx"',
            "Cache-Control": "no-store",
        }
    )
    file.seek(0)
    await response.prepare(request)
    while block := await asyncio.to_thread(file.read, _BLOCK):
        await response.write(block)
    await response.write_eof()
    return response


async def _name(ledger: Ledger, wanted: Download) -> str:
    """What the file is called. The number of a receipt is in it, so that several can be kept."""
    if wanted.kind not in {FileKind.RUN, FileKind.CALENDAR}:
        return f"unassign-{wanted.kind}"
    receipt = await ledger.query(lambda unit: unit.receipts.of_run(wanted.subject))
    kind = "receipt" if wanted.kind is FileKind.RUN else "upcoming"
    return f"unassign-{kind}-{receipt.number}"


def _parts(ledger: Ledger, wanted: Download, today: date, texts: Texts) -> Parts:
    match wanted.kind:
        case FileKind.PLAN:
            return plan_sheets(ledger, wanted.subject, texts)
        case FileKind.CALENDAR:
            return calendar_sheets(ledger, wanted.subject, today, texts)
        case FileKind.UPCOMING:
            tenant, _, owner = wanted.subject.partition("/")
            return upcoming_sheets(ledger, tenant, owner or None, today, texts)
        case FileKind.FINDINGS:
            tenant, _, person = wanted.subject.partition("/")
            return findings_sheets(ledger, tenant, person, texts)
        case FileKind.RUN:
            return run_sheets(ledger, wanted.subject, texts)
