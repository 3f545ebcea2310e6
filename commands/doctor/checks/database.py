"""The database: reachable, with the tables of this version, over an encrypted connection."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import make_url

from commands.doctor.findings import Check, Code, Finding
from commands.doctor.world import World
from ledger.errors import LedgerMissing, LedgerNotSupported, LedgerUnreadable
from ledger.operations.status import OperatorStatus, Tables, Trouble, may_make

_TABLES: Final[Mapping[Tables, Code]] = {
    Tables.NONE: Code.DATABASE_NEW,
    Tables.OLDER: Code.DATABASE_OLDER,
    Tables.CURRENT: Code.DATABASE_GOOD,
    Tables.NEWER: Code.DATABASE_NEWER,
}
_TROUBLES: Final[Mapping[str, Code]] = {
    Trouble.UNREACHABLE: Code.DATABASE_UNREACHABLE,
    Trouble.ACCOUNT: Code.DATABASE_ACCOUNT,
    Trouble.NO_DATABASE: Code.DATABASE_MISSING,
    Trouble.RIGHTS: Code.DATABASE_RIGHTS,
    Trouble.FILE: Code.DATABASE_FILE,
    Trouble.OTHER: Code.DATABASE_UNREACHABLE,
}


async def look_at_database(world: World) -> Sequence[Finding]:
    """Look at it as the bot will find it."""
    url = make_url(world.settings.database_url)
    # Without the password that an address may contain.
    facts = {
        "place": str(url.database or ""),
        "host": url.host or "",
        "account": url.username or "",
    }
    try:
        seen = await world.ledger()
    except LedgerMissing:
        made = may_make(world.settings.database_url)
        return [_finding(Code.DATABASE_NEW if made else Code.DATABASE_FOLDER, facts)]
    except LedgerNotSupported:
        return [_finding(Code.DATABASE_KIND, facts)]
    except LedgerUnreadable as error:
        return [_finding(_TROUBLES[error.trouble], facts)]
    owner_known = bool(world.settings.database_owner_url.get_secret_value())
    return _judged(seen, facts, owner_known=owner_known)


def _judged(
    seen: OperatorStatus, facts: Mapping[str, str], *, owner_known: bool
) -> Sequence[Finding]:
    facts = {**facts, "revision": seen.revision}
    builds = seen.tables in {Tables.NONE, Tables.OLDER}
    if builds and not seen.may_build:
        return [_finding(Code.DATABASE_RIGHTS, facts)]
    found = [_TABLES[seen.tables]]
    if not seen.private:
        found.append(Code.DATABASE_OPEN)
    if seen.may_change_journal:
        found.append(Code.DATABASE_OWNER)
    elif owner_known:
        found.append(Code.DATABASE_OWNER_KNOWN)
    return [_finding(code, facts) for code in found]


def _finding(code: Code, facts: Mapping[str, str]) -> Finding:
    return Finding(Check.DATABASE, code, facts)
