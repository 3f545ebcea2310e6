"""Verifies sign-in credentials, and resumes what waited for them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from bot.activities.inbound import Inbound
from bot.sign_in.credentials import SignInCredential
from engine.sign_in.pending import PendingSignIns, waiting_name

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Verification:
    """Verifies the credentials of the person who sends them."""

    sign_ins: PendingSignIns
    #: Resumes what waited for the sign-in of a person ("tenant/person").
    resume: Callable[[str], Awaitable[None]]
    #: Called with tenant and person when someone has signed in.
    signed_in: Callable[[str, str], None]
    time_limit: timedelta
    _under_way: set[asyncio.Task[bool]] = field(default_factory=set)

    async def verify(self, inbound: Inbound, credential: SignInCredential) -> bool:
        """Verify a credential, and resume what waited for it; False for a wrong code.

        Raises `TenantError` for a token that can't be used.
        """
        tenant, person = inbound.tenant_id, inbound.sender.aad_id
        if not await self.sign_ins.verify(tenant, person, credential):
            return False
        await self.resume(waiting_name(tenant, person))
        self.signed_in(tenant, person)
        return True

    async def in_time(self, inbound: Inbound, credential: SignInCredential) -> bool:
        """Verify a credential that came alone; also raises `TimeoutError` if that is slow.

        After the time limit the verification continues.
        """
        task = asyncio.create_task(self.verify(inbound, credential))
        self._under_way.add(task)
        task.add_done_callback(self._done)
        async with asyncio.timeout(self.time_limit.total_seconds()):
            return await asyncio.shield(task)

    async def close(self) -> None:
        """Let the verifications in progress end."""
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _done(self, task: asyncio.Task[bool]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.info("proof_refused", reason=type(error).__name__)
