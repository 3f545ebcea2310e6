"""Adding a row that may be there already, also when two replicas add it at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

_Insert = Callable[[Table], sqlite.Insert | postgresql.Insert]
_INSERT: Final[Mapping[str, _Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


async def insert_new(connection: AsyncConnection, table: Table, **values: object) -> bool:
    """Add a row; False when one with its key is there, which stays as it is."""
    insert = _INSERT[connection.dialect.name](table).on_conflict_do_nothing()
    added = await connection.execute(insert.values(**values).returning(*table.primary_key))
    return added.first() is not None


async def insert_all_new(
    connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, object]]
) -> None:
    """Add many rows; those whose keys are there stay as they are."""
    if rows:
        insert = _INSERT[connection.dialect.name](table).on_conflict_do_nothing()
        await connection.execute(insert, [dict(row) for row in rows])
