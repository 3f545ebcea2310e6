"""An admin's script: plain msgraph-sdk, one call for each person.

`python -m bench.script GRAPH_ROOT TOKEN PEOPLE AT_ONCE`: with 1 a loop, as in PowerShell;
with more, unpaced. People whom the SDK's retry gave up on are tried again at the end, until no one
is left; that is more than most scripts do.
"""

import asyncio
import sys
import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication import AuthenticationProvider
from kiota_abstractions.request_information import RequestInformation

from bench.crowd import E3, address
from graph.client.sdk import AssignLicensePostRequestBody, GraphRequestAdapter, GraphServiceClient
from sandbox.organization.accounts import id_of


class Bearer(AuthenticationProvider):
    """One token for all calls."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def authenticate_request(
        self, request: RequestInformation, additional_authentication_context: Any = None
    ) -> None:
        """Add the token to a request."""
        del additional_authentication_context
        request.headers.add("Authorization", f"Bearer {self._token}")


async def take_all(root: str, token: str, people: int, at_once: int) -> None:
    """Remove the license from everyone, and print the duration and the number of waits."""
    adapter = GraphRequestAdapter(Bearer(token))
    adapter.base_url = root
    client = GraphServiceClient(request_adapter=adapter)
    body = AssignLicensePostRequestBody(add_licenses=[], remove_licenses=[UUID(E3)])
    gate = asyncio.Semaphore(at_once)

    async def take(person: str) -> str | None:
        async with gate:
            try:
                await client.users.by_user_id(person).assign_license.post(body)
            except APIError as error:
                return person if error.response_status_code in {429, 503, 504} else None
        return None

    left: Sequence[str] = [id_of(address(number)) for number in range(people)]
    began, rounds = time.perf_counter(), 0
    while left:
        rounds += 1
        results = await asyncio.gather(*(take(person) for person in left))
        left = [person for person in results if person]
    sys.stdout.write(f"{time.perf_counter() - began:.3f} {rounds}\n")


if __name__ == "__main__":
    asyncio.run(take_all(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
