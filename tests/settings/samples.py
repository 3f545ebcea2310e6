"""Set-ups that the bot starts with."""

from typing import Any

APP = "11111111-2222-4333-8444-555555555555"
TENANT = "72f988bf-0000-4000-8000-2d7cd011db47"
OTHER = "aaaaaaaa-0000-4000-8000-000000000001"
KEY = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA="

REHEARSAL: dict[str, Any] = {"rehearsal_url": "http://127.0.0.1:3979", "tenant_id": TENANT}
PRODUCTION: dict[str, Any] = {
    "app_id": APP,
    "tenant_id": TENANT,
    "app_password": "p",
    "token_keys": KEY,
    "public_url": "https://unassign.contoso.example",
}


def without(*names: str, **more: Any) -> dict[str, Any]:
    """The production set-up with some settings left out and others added."""
    return {k: v for k, v in PRODUCTION.items() if k not in names} | more
