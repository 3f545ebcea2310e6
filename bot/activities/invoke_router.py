"""Routes each invoke to its handler by name.

botbuilder's dispatch lacks application/search, message/submitAction and signin/failure, and
drops `value.trigger`; here every name is an entry like any other.
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
    """Handlers by name. Unknown names are answered with 501, as the Bot Framework expects.

    Invokes that no card of the bot causes but Teams may send have a default answer: a dialog
    opened by a button of another app or an older version shows a text for its sender, `unexpected`.
    """

    def __init__(self, unexpected: Callable[[Inbound], str] = lambda _: "") -> None:
        self._handlers: dict[str, InvokeHandler] = {}
        self._unexpected = unexpected

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
        default = self._default(inbound)
        _log.info("unexpected_invoke", known=default is not None)
        return default or answers.not_implemented()

    def _default(self, inbound: Inbound) -> InvokeAnswer | None:
        match inbound.name:
            case Invoke.TASK_FETCH | Invoke.TASK_SUBMIT | Invoke.FEEDBACK_FORM:
                return answers.task_message(self._unexpected(inbound))
            case Invoke.FEEDBACK | Invoke.FILE_CONSENT:
                return answers.empty()
        return None
