"""Fills the search boxes of cards, within the time that a person waits."""

import asyncio
from datetime import timedelta

import structlog

from bot.activities import invoke_response as answers
from bot.activities.inbound import Inbound
from bot.activities.invoke_response import InvokeAnswer
from bot.activities.invoke_router import InvokeHandler
from dialogs.dispatcher import Dispatcher
from dialogs.model.events import Searched
from engine.events import texts_of, who
from licensing.errors import UnassignError

_log = structlog.get_logger(__name__)


def search_handler(dispatcher: Dispatcher, time_limit: timedelta) -> InvokeHandler:
    """Make the handler of searches.

    An error is a line of its own that chooses no one: an empty list would say that no one was
    found.
    """

    async def search(inbound: Inbound) -> InvokeAnswer:
        texts = texts_of(inbound, dispatcher.languages).errors
        options = inbound.value.get("queryOptions")
        limit = options.get("top") if isinstance(options, dict) else None
        searched = Searched(
            dataset=str(inbound.value.get("dataset", "")),
            text=str(inbound.value.get("queryText", "")),
            limit=limit if isinstance(limit, int) else answers.MAX_RESULTS,
        )
        try:
            async with asyncio.timeout(time_limit.total_seconds()):
                choices = await dispatcher.search(who(inbound), searched)
        except UnassignError as error:
            return _failed(error, texts.search_failed(error))
        except TimeoutError as error:
            return _failed(error, texts.search_slow)
        return answers.search_results((choice.title, choice.value) for choice in choices)

    return search


def _failed(error: Exception, said: str) -> InvokeAnswer:
    _log.warning("search_failed", error=type(error).__name__)
    return answers.search_note(said)
