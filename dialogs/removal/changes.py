"""The request that a flow changes."""

from dialogs.model.context import Context
from licensing.errors import RequestMissing
from licensing.plans.draft import Draft


async def changed_request(context: Context, draft: Draft) -> int | None:
    """The number of the request that a flow changes; None if it changes none."""
    if draft.request is None:
        return None
    try:
        return (await context.request(draft.request)).number
    except RequestMissing:
        return None
