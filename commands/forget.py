"""`app.py forget`: remove a person's name and address from the ledger."""

import sys
from collections.abc import Mapping
from uuid import UUID

from commands.event_loop import run
from ledger.ledger import open_ledger
from licensing.errors import UnassignError
from settings import Settings, SettingsError, read_settings
from wiring.system import SystemClock


def forget(person: str, tenant: str = "") -> int:
    """Forget a person by Entra object id, and print the changed rows; returns 2 on failure.

    On SQLite the bot must be stopped; on PostgreSQL it may run.
    """
    try:
        settings = read_settings()
        rows = run(_forgotten(settings, _id(person, "person"), _tenant(settings, tenant)))
    except (SettingsError, UnassignError, ValueError) as error:
        print(f"No one was forgotten. {error}", file=sys.stderr)
        return 2
    if not rows:
        print("The ledger holds nothing about this person. The journal records your request.")
    for table, number in rows.items():
        print(f"{table}: {number}")
    return 0


async def _forgotten(settings: Settings, person: str, tenant: str) -> Mapping[str, int]:
    ledger = await open_ledger(settings.database_url)
    try:
        async with ledger.begin() as unit:
            rows = await unit.forgetting.forget(tenant, person, SystemClock().now())
        await ledger.compact()
    finally:
        await ledger.close()
    return rows


def _tenant(settings: Settings, tenant: str) -> str:
    wanted = _id(tenant, "tenant") if tenant else settings.tenants[0]
    if wanted not in settings.tenants:
        raise ValueError("This tenant is not in UNASSIGN_TENANT_ID.")
    return wanted


def _id(text: str, of: str) -> str:
    """The id in canonical form. Raises ValueError."""
    try:
        return str(UUID(text))
    except ValueError:
        raise ValueError(
            f"The {of} must be the object id from Entra, such as "
            "11111111-2222-4333-8444-555555555555."
        ) from None
