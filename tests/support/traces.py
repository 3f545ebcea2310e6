"""Everything that stands in a ledger, as text, to look for what should not be there."""

import json
import zlib
from typing import Any

from sqlalchemy import select

from ledger import Ledger
from ledger.tables import metadata


async def everything(ledger: Ledger) -> dict[str, str]:
    """The text of all rows of each table, with packed lists unpacked."""
    async with ledger._database.reader.connect() as connection:
        return {
            table.name: "\n".join(
                [_text(value) for row in await connection.execute(select(table)) for value in row]
            )
            for table in metadata.sorted_tables
        }


async def traces(ledger: Ledger, *texts: str) -> dict[str, list[str]]:
    """In which tables these texts stand, whatever the case of their letters."""
    return {
        table: found
        for table, said in (await everything(ledger)).items()
        if (found := [text for text in texts if text.casefold() in said.casefold()])
    }


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        try:
            return zlib.decompress(value).decode("unicode_escape")
        except zlib.error:
            return value.hex()
    return json.dumps(value, ensure_ascii=False, default=str)
