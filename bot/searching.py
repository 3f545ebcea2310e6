"""Fills the search boxes of cards, within the time that a person waits for one."""

import asyncio
from datetime import timedelta

import structlog

from bot import answers
from bot.answers import InvokeAnswer
from bot.inbound import Inbound
from bot.invokes import InvokeHandler
from bot.reading import who
from dialogs.desk import Desk
from dialogs.events import Searched
from licensing.errors import UnassignError

_log = structlog.get_logger(__name__)


def searching(desk: Desk, patience: timedelta) -> InvokeHandler:
    """Make the handler. What goes wrong is shown as nothing found."""

    async def search(inbound: Inbound) -> InvokeAnswer:
        options = inbound.value.get("queryOptions")
        limit = options.get("top") if isinstance(options, dict) else None
        searched = Searched(
            dataset=str(inbound.value.get("dataset", "")),
            text=str(inbound.value.get("queryText", "")),
            limit=limit if isinstance(limit, int) else answers.MAX_RESULTS,
        )
        try:
            async with asyncio.timeout(patience.total_seconds()):
                choices = await desk.search(who(inbound), searched)
        except (UnassignError, TimeoutError) as error:
            _log.warning("search_failed", error=type(error).__name__)
            choices = ()
        return answers.search_results((choice.title, choice.value) for choice in choices)

    return search
