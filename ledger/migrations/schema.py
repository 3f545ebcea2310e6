"""Whether the tables are of this version already, as they usually are; then Alembic stays out."""

from sqlalchemy import column, inspect, select, table
from sqlalchemy.engine import Connection

#: The newest revision in `ledger/migrations/versions`.
HEAD = "0001"

_version = table("alembic_version", column("version_num"))


def bring_up_to_date(connection: Connection) -> None:
    """Build or upgrade the tables within the open transaction, where that is needed."""
    if revision(connection) == HEAD:
        return
    # Loading Alembic takes longer than all the rest of opening a ledger.
    from ledger import migrations

    migrations.upgrade(connection)


def revision(connection: Connection) -> str | None:
    """The newest migration that was applied; None for an empty database."""
    if not inspect(connection).has_table(_version.name):
        return None
    found: str | None = connection.execute(select(_version.c.version_num)).scalar()
    return found
