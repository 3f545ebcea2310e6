"""Who answers which invoke: one table from its name to a handler.

botbuilder's dispatch leaves out application/search, message/submitAction and signin/failure, and
drops what `value.trigger` says; here each name is an entry like any other.
"""

from collections.abc import Awaitable, Callable
from enum import StrEnum

import structlog

from bot.activities import invoke_response as answers
from bot.activities.inbound import Inbound
from bot.activities.invoke_response import InvokeAnswer

InvokeHandler = Callable[[Inbound], Awaitable[InvokeAnswer]]

_log = structlog.get_logger(__name__)


class Invoke(StrEnum):
    """The invokes of Teams that a bot with cards, dialogs, files and sign-in may get."""

    CARD_ACTION = "adaptiveCard/action"
    SEARCH = "application/search"
    TASK_FETCH = "task/fetch"
    TASK_SUBMIT = "task/submit"
    TOKEN_EXCHANGE = "signin/tokenExchange"  # noqa: S105
    VERIFY_STATE = "signin/verifyState"
    SIGN_IN_FAILURE = "signin/failure"
    FILE_CONSENT = "fileConsent/invoke"
    FEEDBACK = "message/submitAction"
    FEEDBACK_FORM = "message/fetchTask"


class Invokes:
    """The table. A name without an entry is answered with 501, as the Bot Framework expects.

    What Teams may send although no card of ours asks for it has an entry of its own: a person
    reads `stray` in the dialog that another app's or an older version's button opened.
    """

    def __init__(self, stray: str = "") -> None:
        self._handlers: dict[str, InvokeHandler] = {}
        dialog = answers.task_message(stray)
        self._strays = {
            Invoke.TASK_FETCH.value: dialog,
            Invoke.TASK_SUBMIT.value: dialog,
            Invoke.FEEDBACK_FORM.value: dialog,
            Invoke.FEEDBACK.value: answers.empty(),
            Invoke.FILE_CONSENT.value: answers.empty(),
        }

    def on(self, name: Invoke) -> Callable[[InvokeHandler], InvokeHandler]:
        """Register the decorated function for one invoke; a second one for it is a mistake."""

        def register(handler: InvokeHandler) -> InvokeHandler:
            if name in self._handlers:
                raise ValueError(f"{name.value} has a handler already")
            self._handlers[name.value] = handler
            return handler

        return register

    async def answer(self, inbound: Inbound) -> InvokeAnswer:
        """Answer an invoke."""
        handler = self._handlers.get(inbound.name)
        if handler is not None:
            return await handler(inbound)
        stray = self._strays.get(inbound.name)
        _log.info("invoke_not_asked_for", known=stray is not None)
        return stray or answers.not_implemented()
