"""Inserts rows that may exist already, also if two replicas insert concurrently."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import JSON, ColumnElement, Executable, String, Table, cast, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

_Insert = Callable[[Table], sqlite.Insert | postgresql.Insert]
_INSERT: Final[Mapping[str, _Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


async def insert_new(connection: AsyncConnection, table: Table, **values: object) -> bool:
    """Insert a row; False if one with its key exists, which is not changed."""
    plain = {name: it for name, it in values.items() if not isinstance(it, ColumnElement)}
    insert = _insert(connection.dialect.name, table)
    if len(plain) < len(values):
        insert = insert.values({name: it for name, it in values.items() if name not in plain})
    return (await connection.execute(insert, plain)).first() is not None


async def insert_all_new(
    connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, object]]
) -> None:
    """Insert many rows; rows with an existing key are not changed."""
    if rows:
        insert = _INSERT[connection.dialect.name](table).on_conflict_do_nothing()
        await connection.execute(insert, [dict(row) for row in rows])


async def insert_all(
    connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, object]]
) -> None:
    """Insert many rows, or update those with their keys where values differ."""
    if rows:
        upsert = _upsert(connection.dialect.name, table, tuple(rows[0]))
        await connection.execute(upsert, [dict(row) for row in rows])


async def insert_or_change(connection: AsyncConnection, table: Table, **values: object) -> None:
    """Insert a row, or update the one with its key where its values differ."""
    await connection.execute(_upsert(connection.dialect.name, table, tuple(values)), values)


def _text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column, in a type that can be compared: PostgreSQL compares no JSON."""
    return cast(column, String) if isinstance(column.type, JSON) else column


@cache
def _insert(dialect: str, table: Table) -> ReturningInsert[Any]:
    insert = _INSERT[dialect](table).on_conflict_do_nothing()
    return insert.returning(*table.primary_key)


@cache
def _upsert(dialect: str, table: Table, names: tuple[str, ...]) -> Executable:
    insert = _INSERT[dialect](table)
    rest = [name for name in names if name not in table.primary_key]
    differs = or_(
        *(_text(table.c[name]).is_distinct_from(_text(insert.excluded[name])) for name in rest)
    )
    return insert.on_conflict_do_update(
        index_elements=table.primary_key.columns,
        set_={name: insert.excluded[name] for name in rest},
        where=differs,
    )
