"""Names the click behind each call, so that Graph's own records can be tied to the journal."""

from typing import Final

import httpx
import structlog

from observability.correlation import CORRELATION

#: A GUID that Microsoft's support finds the call by
#: (https://learn.microsoft.com/graph/best-practices-concept, "Reliability and support").
HEADER: Final = "client-request-id"


async def name_click(request: httpx.Request) -> None:
    """Send the correlation id that is bound to the context, if there is one."""
    correlation = structlog.contextvars.get_contextvars().get(CORRELATION)
    if correlation:
        request.headers[HEADER] = str(correlation)
