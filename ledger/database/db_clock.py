"""Whose clock counts inside a statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, DateTime, Interval, bindparam, func, literal, type_coerce

from ledger.database.column_types import UtcTime


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseClock:
    """Turns a moment into SQL.

    With one process its own clock will do. With several replicas the database's clock counts, for
    theirs may differ; the moments that they pass in are then left aside.
    """

    #: Whether the database's clock counts.
    database: bool

    def named(self, name: str, plus: timedelta = timedelta()) -> ColumnElement[datetime]:
        """What `at` gives, for a statement that is built once; `given` names the moment meant."""
        if not self.database:
            return bindparam(name, type_=UtcTime())
        return self.at(datetime.min.replace(tzinfo=UTC), plus)

    def given(self, **moments: datetime) -> Mapping[str, datetime]:
        """What a statement with named moments needs."""
        return {} if self.database else moments

    def kept(self, now: datetime, plus: timedelta) -> datetime | ColumnElement[datetime]:
        """What `at` gives, for a row that is added; a plain value where it can be one: faster."""
        return self.at(now, plus) if self.database else now + plus

    def at(self, now: datetime, plus: timedelta = timedelta()) -> ColumnElement[datetime]:
        """The present moment, or one so much later."""
        if not self.database:
            return literal(now + plus, UtcTime())
        # When the statement began: the same for all its rows, unlike clock_timestamp(), and not
        # as old as now(), which is when the transaction began
        # (https://www.postgresql.org/docs/current/functions-datetime.html).
        moment = func.statement_timestamp(type_=DateTime(timezone=True))
        return type_coerce(moment + literal(plus, Interval()), UtcTime())
