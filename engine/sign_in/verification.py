"""Taking proofs: whoever has proven who they are gets on with what waited for it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from bot.activities.inbound import Inbound
from bot.sign_in.proofs import Proof
from engine.sign_in.pending import PendingSignIns, waiting_name

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Verification:
    """Takes proofs of the person who sends them."""

    gate: PendingSignIns
    #: Goes on with what waited for the sign-in of a person ("tenant/person").
    resume: Callable[[str], Awaitable[None]]
    #: Called with tenant and person when somebody has signed in.
    signed_in: Callable[[str, str], None]
    patience: timedelta
    _under_way: set[asyncio.Task[bool]] = field(default_factory=set)

    async def prove(self, inbound: Inbound, proof: Proof) -> bool:
        """Take a proof, and let through what waited for it; False for a wrong code.

        Raises `TenantError` for a token that can't be used.
        """
        tenant, person = inbound.tenant_id, inbound.sender.aad_id
        if not await self.gate.prove(tenant, person, proof):
            return False
        await self.resume(waiting_name(tenant, person))
        self.signed_in(tenant, person)
        return True

    async def in_time(self, inbound: Inbound, proof: Proof) -> bool:
        """Take a proof that came alone; also raises `TimeoutError` when it is slow.

        What is slow goes on all the same.
        """
        task = asyncio.create_task(self.prove(inbound, proof))
        self._under_way.add(task)
        task.add_done_callback(self._done)
        async with asyncio.timeout(self.patience.total_seconds()):
            return await asyncio.shield(task)

    async def close(self) -> None:
        """Let what is under way come to its end."""
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _done(self, task: asyncio.Task[bool]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.info("proof_refused", reason=type(error).__name__)
