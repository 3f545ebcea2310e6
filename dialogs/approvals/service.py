"""Requests apart from their buttons: views, timers, and runs that progress."""

from collections.abc import Callable
from dataclasses import dataclass

from cards.kit.card import Card
from dialogs.approvals.build_update import update_after_run
from dialogs.approvals.buttons import find_request
from dialogs.approvals.response import own_card
from dialogs.approvals.timers import RequestTimerResult, run_timer
from dialogs.model.context import Context
from dialogs.model.events import Pressed, Who
from dialogs.model.request_update import CASE_CHECK, UpdateRequest
from licensing.errors import RequestMissing
from licensing.requests.model import Request


@dataclass(frozen=True, slots=True)
class RequestService:
    """Answers clients that look by themselves, timers, and runs that went on."""

    #: Makes the context in which a person is answered: that of the dispatcher.
    context: Callable[[Who], Context]

    async def look(self, who: Who, pressed: Pressed) -> Card | None:
        """Draw the card for the viewer, and ask no one to sign in; None for no request."""
        context = self.context(who)
        found = await find_request(context, pressed.token)
        return await own_card(context, found[0], careful=True) if found else None

    async def run_timer(self, kind: str, subject: str, tenant: str) -> RequestTimerResult:
        """Compute what is due: `subject` is a request, or the tenant itself."""
        context = self.context(_timer_actor(tenant))
        if kind == CASE_CHECK:
            try:
                request = await context.requests.get(subject)
            except RequestMissing:
                return RequestTimerResult()
            context = self.context(_requester_of(request))
        return await run_timer(context, kind, subject)

    async def update_after_run(self, request: str, tenant: str) -> UpdateRequest | None:
        """Update the cards of a request from its run; notify people when the run has ended."""
        context = self.context(_timer_actor(tenant))
        try:
            found = await context.requests.get(request)
        except RequestMissing:
            return None
        return await update_after_run(context, found)


def _requester_of(request: Request) -> Who:
    """The requester, whose rights decide which cases are seen."""
    one = request.requester
    return Who(
        request.tenant,
        one.id,
        one.name,
        request.home_conversation,
        timezone=request.timezone,
    )


def _timer_actor(tenant: str) -> Who:
    """Time, or the bot itself."""
    return Who(tenant, "", "", "")
