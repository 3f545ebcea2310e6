"""Calls are spread over several pools of connections."""

import asyncio

import httpx

from graph.client.transport import _POOLS, _Client, _Pools


class Pool(httpx.AsyncBaseTransport):
    """Answers once it is told to."""

    def __init__(self) -> None:
        self.calls = 0
        self.free = asyncio.Event()
        #: Set with the second call.
        self.asked = asyncio.Event()
        self.closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.calls += 1
        if self.calls == 2:
            self.asked.set()
        await self.free.wait()
        if request.url.path == "/broken":
            raise httpx.ReadError("broken")
        return httpx.Response(200)

    async def aclose(self) -> None:
        self.closed = True


async def test_a_call_goes_to_the_pool_with_the_fewest_calls() -> None:
    pools = [Pool() for _ in range(3)]
    async with httpx.AsyncClient(transport=_Pools(pools)) as client:
        waiting = [
            asyncio.create_task(client.get(f"http://graph/{path}"))
            for path in ("broken", "a", "b", "c", "d", "e")
        ]
        for pool in pools:
            await pool.asked.wait()
        assert [pool.calls for pool in pools] == [2, 2, 2]
        for pool in pools:
            pool.free.set()
        answers = await asyncio.gather(*waiting, return_exceptions=True)
        assert [isinstance(answer, httpx.ReadError) for answer in answers] == [True] + [False] * 5
        # One after another they share the connections of one pool.
        for _ in range(4):
            await client.get("http://graph/f")
        assert [pool.calls for pool in pools] == [6, 2, 2]
    assert all(pool.closed for pool in pools)


async def test_the_client_of_graph_has_several() -> None:
    async with _Client() as client:
        transport = client._transport
        assert isinstance(transport, _Pools)
        assert len(transport._pools) == _POOLS
