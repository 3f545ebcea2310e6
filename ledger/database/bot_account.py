"""The account that the bot uses on PostgreSQL: it can add to the journal and not change it.

Another account owns the tables, and with them the triggers of the journal. PostgreSQL's own SQL.
"""

from typing import Any, Final

import psycopg
from psycopg import AsyncConnection, sql
from sqlalchemy import Table, make_url

from ledger.database.postgres import MIGRATING, connect_args
from ledger.errors import BotAccountMissing, BotAccountOwnsTables
from ledger.tables import journal, journal_heads, metadata

#: Whether an account can change or remove entries: as an owner, a superuser, a member of either,
#: or because someone granted it.
MAY_CHANGE_JOURNAL: Final = """
SELECT pg_has_role(role, relowner, 'MEMBER')
    OR has_any_column_privilege(role, c.oid, 'UPDATE')
    OR has_table_privilege(role, c.oid, 'DELETE, TRUNCATE, TRIGGER')
FROM pg_class c, (SELECT {}::name AS role) asked
WHERE c.oid = to_regclass('journal')
"""
#: SCRAM needs no server to compute it, so that the password itself is in no log of the server
#: (https://www.postgresql.org/docs/current/libpq-misc.html#LIBPQ-PQENCRYPTPASSWORDCONN).
_SCRAM: Final = b"scram-sha-256"
_CHANGES: Final = sql.SQL("SELECT, INSERT, UPDATE, DELETE")
_ADDS: Final = sql.SQL("SELECT, INSERT")
#: A writer locks the end of a chain and moves it; no entry changes by that.
_MOVES_END: Final = sql.SQL("SELECT, INSERT, UPDATE (number, hash)")


async def grant_bot_account(owner_url: str, bot_url: str) -> bool:
    """Create the account of `bot_url` if it is missing, and let it use the tables of the owner.

    The account gets the password of its address; returns False where the owner may not set it.
    `BotAccountMissing` if the account is missing and the owner may not create it,
    `BotAccountOwnsTables` if it could still change the journal.
    """
    owner, bot = make_url(owner_url), make_url(bot_url)
    role = bot.username or ""
    async with await AsyncConnection.connect(**connect_args(owner)) as connection:
        # Two replicas that start together must not grant at the same time.
        await connection.execute("SELECT pg_advisory_xact_lock(%s)", (MIGRATING,))
        password_set = await _account(connection, role, bot.password)
        name = sql.Identifier(role)
        for statement in await _grants(connection, name):
            await connection.execute(statement)
        question = sql.SQL(MAY_CHANGE_JOURNAL).format(sql.Literal(role))
        if await _answer(connection, question):
            raise BotAccountOwnsTables
    return password_set


async def _account(connection: AsyncConnection[Any], role: str, password: str | None) -> bool:
    asked = sql.SQL("SELECT 1 FROM pg_roles WHERE rolname = {}").format(sql.Literal(role))
    there = await _answer(connection, asked)
    kind = sql.SQL("ALTER" if there else "CREATE")
    options: sql.SQL | sql.Composed = sql.SQL("LOGIN")
    if password:
        encrypted = connection.pgconn.encrypt_password(password.encode(), role.encode(), _SCRAM)
        options = sql.SQL("LOGIN PASSWORD {}").format(sql.Literal(encrypted.decode()))
    elif there:
        return True
    try:
        async with connection.transaction():
            statement = sql.SQL("{} ROLE {} {}").format(kind, sql.Identifier(role), options)
            await connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege as error:
        if not there:
            raise BotAccountMissing from error
        return False
    return True


async def _grants(connection: AsyncConnection[Any], role: sql.Identifier) -> list[sql.Composed]:
    """The statements; each is safe to repeat."""
    schema = sql.Identifier(str(await _answer(connection, sql.SQL("SELECT current_schema()"))))
    made = [
        sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, role),
        sql.SQL("GRANT SELECT ON alembic_version TO {}").format(role),
    ]
    for table in metadata.sorted_tables:
        name = sql.Identifier(table.name)
        made += [
            sql.SQL("REVOKE ALL ON {} FROM {}").format(name, role),
            sql.SQL("GRANT {} ON {} TO {}").format(_rights(table), name, role),
        ]
        column = table.autoincrement_column
        if column is not None:
            asked = sql.SQL("SELECT pg_get_serial_sequence({}, {})").format(
                sql.Literal(table.name), sql.Literal(column.name)
            )
            if sequence := await _answer(connection, asked):
                # The server writes this name, quoted where that is needed.
                sequence = sql.SQL(sequence)
                made.append(sql.SQL("GRANT USAGE ON SEQUENCE {} TO {}").format(sequence, role))
    return made


def _rights(table: Table) -> sql.SQL:
    return {journal.name: _ADDS, journal_heads.name: _MOVES_END}.get(table.name, _CHANGES)


async def _answer(connection: AsyncConnection[Any], question: sql.SQL | sql.Composed) -> Any:
    row = await (await connection.execute(question)).fetchone()
    return row[0] if row else None
