"""The history of the tables, applied by Alembic when the ledger is opened."""

from pathlib import Path

import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

_log = structlog.get_logger(__name__)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the tables up to date within the open transaction.

    Tables of a newer version are left as they are: migrations only ever add, so that the version
    before still runs on them while a new one is rolled out or taken back.
    """
    unknown = set(MigrationContext.configure(connection).get_current_heads()) - known(connection)
    if unknown:
        _log.warning("ledger_of_newer_version", revisions=[*unknown])
        return
    command.upgrade(configured(connection), to)


def known(connection: Connection) -> set[str]:
    """All migrations of this version."""
    scripts = ScriptDirectory.from_config(configured(connection))
    return {script.revision for script in scripts.walk_revisions()}


def downgrade(connection: Connection, to: str = "base") -> None:
    """Take the tables back within the open transaction; what no longer fits is lost."""
    command.downgrade(configured(connection), to)


def configured(connection: Connection) -> Config:
    """Alembic's settings for this folder and an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
