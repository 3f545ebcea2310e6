"""Whose clock counts inside a statement."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, DateTime, Interval, func, literal, type_coerce

from ledger.types import UtcTime


class Times:
    """Turns a moment into SQL.

    With one process its own clock will do. With several replicas the database's clock counts, for
    theirs may differ; the moments that they pass in are then left aside.
    """

    def __init__(self, *, database: bool) -> None:
        self._database = database

    def at(self, now: datetime, plus: timedelta = timedelta()) -> ColumnElement[datetime]:
        """The present moment, or one so much later."""
        if not self._database:
            return literal(now + plus, UtcTime())
        # When the statement began: the same for all its rows, unlike clock_timestamp(), and not
        # as old as now(), which is when the transaction began
        # (https://www.postgresql.org/docs/current/functions-datetime.html).
        moment = func.statement_timestamp(type_=DateTime(timezone=True))
        return type_coerce(moment + literal(plus, Interval()), UtcTime())
