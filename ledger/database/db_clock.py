"""Decides which clock a statement uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, DateTime, Interval, bindparam, func, literal, type_coerce

from ledger.database.column_types import UtcTime


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseClock:
    """Turns a time into SQL.

    One process uses its own clock. Several replicas use the database's clock, because theirs may
    differ; the times that they pass in are then ignored.
    """

    #: Whether the database's clock is used.
    database: bool

    def named(self, name: str, plus: timedelta = timedelta()) -> ColumnElement[datetime]:
        """Like `at`, for a prebuilt statement: a bound parameter, whose value `given` provides."""
        if not self.database:
            return bindparam(name, type_=UtcTime())
        return self.at(datetime.min.replace(tzinfo=UTC), plus)

    def given(self, **moments: datetime) -> Mapping[str, datetime]:
        """Return the parameters of a prebuilt statement."""
        return {} if self.database else moments

    def kept(self, now: datetime, plus: timedelta) -> datetime | ColumnElement[datetime]:
        """Like `at`, for an inserted row; a plain value where possible, which is faster."""
        return self.at(now, plus) if self.database else now + plus

    def at(self, now: datetime, plus: timedelta = timedelta()) -> ColumnElement[datetime]:
        """Return the current time, or the time `plus` later."""
        if not self.database:
            return literal(now + plus, UtcTime())
        # The start of the statement: the same for all its rows, unlike clock_timestamp(), and
        # newer than now(), the start of the transaction
        # (https://www.postgresql.org/docs/current/functions-datetime.html).
        moment = func.statement_timestamp(type_=DateTime(timezone=True))
        return type_coerce(moment + literal(plus, Interval()), UtcTime())
