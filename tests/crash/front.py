"""The address that Teams knows: passes activities on to a replica that answers, as a proxy does."""

from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from tests.crash.replica import Replica

#: Teams gives up after some 15 seconds.
_PATIENCE = aiohttp.ClientTimeout(total=15, connect=1)


@dataclass(slots=True)
class Front:
    """Tries the replicas in turn."""

    replicas: Sequence[Replica]
    session: aiohttp.ClientSession
    _next: int = 0

    async def serve(self, port: int) -> web.AppRunner:
        """Serve until the runner is cleaned up."""
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_post("/api/messages", self._pass_on)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        return runner

    async def _pass_on(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = {"Content-Type": "application/json"}
        self._next += 1
        for turn in range(len(self.replicas)):
            replica = self.replicas[(self._next + turn) % len(self.replicas)]
            if not replica.up:
                continue
            try:
                async with self.session.post(
                    f"{replica.url}/api/messages", data=body, headers=headers, timeout=_PATIENCE
                ) as answer:
                    return web.Response(
                        status=answer.status,
                        body=await answer.read(),
                        content_type=answer.content_type,
                    )
            except (aiohttp.ClientError, TimeoutError):
                continue
        return web.Response(status=502)
