"""Automatic refreshes of the card of a request, which change nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.activities import invoke_response as answers
from bot.activities.inbound import Inbound
from bot.activities.invoke_response import InvokeAnswer
from bot.activities.invoke_router import Invoke
from dialogs.approvals.service import RequestService
from dialogs.model.events import read_press
from engine.events import who
from licensing.errors import UnassignError

_log = structlog.get_logger(__name__)


def is_automatic(inbound: Inbound) -> bool:
    """Whether the client refreshes the card automatically."""
    return inbound.name == Invoke.CARD_ACTION and inbound.value.get("trigger") == "automatic"


def refresh_handler(
    requests: RequestService, time_limit: timedelta
) -> Callable[[Inbound], Awaitable[InvokeAnswer]]:
    """Make the handler of automatic refreshes. An answer without a card changes nothing."""

    async def refresh(inbound: Inbound) -> InvokeAnswer:
        pressed = read_press(inbound.value)
        try:
            async with asyncio.timeout(time_limit.total_seconds()):
                card = await requests.look(who(inbound), pressed) if pressed else None
        except (UnassignError, TimeoutError) as error:
            _log.info("card_not_refreshed", error=type(error).__name__)
            card = None
        return answers.card(card) if card else answers.message("")

    return refresh
