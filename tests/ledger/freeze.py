"""Writes down the tables of a version that is released: `python -m tests.ledger.freeze`."""

import json
from pathlib import Path
from typing import Any, Final

from sqlalchemy import MetaData
from sqlalchemy.dialects import postgresql

from ledger.migrations.schema import HEAD
from ledger.tables import metadata
from settings.version import VERSION

_DIALECT: Final = postgresql.dialect()  # type: ignore[no-untyped-call]
FROZEN: Final = Path(__file__).parent / "frozen.json"


def described(tables: MetaData) -> dict[str, dict[str, dict[str, Any]]]:
    """Each column: its type, and whether a new row may leave it out."""
    return {
        table.name: {
            column.name: {
                "type": column.type.compile(_DIALECT),
                "optional": bool(
                    column.nullable
                    or column.server_default is not None
                    or (column.primary_key and column.autoincrement is True)
                ),
            }
            for column in table.columns
        }
        for table in tables.sorted_tables
    }


def main() -> None:
    """Write them down."""
    frozen = {"version": VERSION, "revision": HEAD, "tables": described(metadata)}
    FROZEN.write_text(json.dumps(frozen, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
