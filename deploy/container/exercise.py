"""Everything that the bot asks of Graph, asked once of a rehearsal tenant.

So whatever parts of msgraph-sdk are in use are loaded afterwards; the SDK loads each of its 17,000
modules only when it is needed.
"""

import contextlib
import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from aiohttp import web

from graph.authorized_tenant import AuthorizedTenant
from graph.background import BackgroundReaders
from graph.client.tokens import RehearsalTokens
from graph.directory.cases import CaseReader
from graph.directory.mailboxes import MailboxReader
from graph.directory.org import OrgReader
from graph.tenant import Tenant
from graph.tenants import Tenants
from licensing.errors import TenantError
from licensing.tenant.cases import Hold
from licensing.tenant.roles import LICENSE_ADMINISTRATOR, ActingMode
from sandbox.organization.generate import generate
from sandbox.organization.personas import ALEX, TENANT
from sandbox.server import create_app
from wiring.system import SystemClock

_NO_ONE: Final = "00000000-0000-4000-8000-000000000000"

#: For each method of a tenant, what to call it with.
CALLS: Final[Mapping[str, tuple[Any, ...]]] = {
    "products": (),
    "search_people": ("a",),
    "holders": ([_NO_ONE],),
    "licensed_people": (),
    "find_people": (["alexw@contoso.example", "Alex Wilber"],),
    "read_people": ([ALEX.oid],),
    "read_person": (ALEX.oid,),
    "my_roles": (),
    "my_eligible_roles": (),
    "remove": (ALEX.oid, [_NO_ONE]),
    "count_people": (),
    "restore": (ALEX.oid, {_NO_ONE: [_NO_ONE]}),
    "subscriptions": (),
    "group_facts": ([_NO_ONE],),
}

#: The same for the org around its people.
AROUND: Final[Mapping[str, tuple[Any, ...]]] = {
    "groups_among": (ALEX.oid, [_NO_ONE]),
    "roles_of": (ALEX.oid,),
    "manager_of": (ALEX.oid,),
    "reports_of": (ALEX.oid,),
    "members_of": (_NO_ONE,),
    "holders_of": (LICENSE_ADMINISTRATOR,),
}

#: The same for what is read in the background.
BACKGROUND: Final[Mapping[str, tuple[Any, ...]]] = {
    "cases": (None,),
    "custodians": (_NO_ONE, None),
    "sources": (_NO_ONE, None),
    "holds": (_NO_ONE, None),
    "held": (_NO_ONE, _NO_ONE, Hold.APPLIED, None),
    "kind": (_NO_ONE,),
}


def methods(reader: type) -> set[str]:
    """What can be asked of a tenant, or of a part of it."""
    found = inspect.getmembers(reader, inspect.iscoroutinefunction)
    return {name for name, _ in found if not name.startswith("_")}


async def exercise() -> None:
    """Ask everything, as a person and as the app. That some of it is refused is no matter."""
    app = create_app(generate(50, 1))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    url = f"http://127.0.0.1:{port}"
    clock = SystemClock()
    tokens = RehearsalTokens(f"{url}/entra", clock)
    try:
        for acting in ActingMode:
            tenants = Tenants(
                f"{url}/graph/v1.0", tokens, lambda _, part: part, clock, acting=acting
            )
            tenant = tenants.acting_as(TENANT, ALEX.oid)
            for name in sorted(methods(type(tenant))):
                await _asked(getattr(tenant, name), CALLS[name])
            for name in sorted(methods(OrgReader)):
                await _asked(getattr(tenant.org, name), AROUND[name])
            readers = BackgroundReaders(tenants, tokens)
            for reader in (readers.cases_as(TENANT, ALEX.oid), readers.mailboxes(TENANT)):
                for name in sorted(methods(type(reader))):
                    await _asked(getattr(reader, name), BACKGROUND[name])
            await tenants.close()
    finally:
        await tokens.close()
        await runner.cleanup()


async def _asked(method: Callable[..., Awaitable[object]], arguments: tuple[Any, ...]) -> None:
    with contextlib.suppress(TenantError):
        await method(*arguments)


#: All kinds of tenants that the bot uses, and what reads them in the background.
KINDS: Final = (Tenant, AuthorizedTenant)
READERS: Final = (CaseReader, MailboxReader)
