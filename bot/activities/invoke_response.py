"""Answers to invokes: HTTP status and body as Teams expects them.

Adaptive Cards: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/
universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards; search:
…/cards/dynamic-search; dialogs: …/task-modules/task-modules-bots. botbuilder's own classes are not
used: its CloudAdapter answers each invoke that has a body with HTTP 500.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
ERROR_TYPE = "application/vnd.microsoft.error"
LOGIN_TYPE = "application/vnd.microsoft.activity.loginRequest"
WRONG_CODE_TYPE = "application/vnd.microsoft.error.incorrectAuthCode"
PRECONDITION_TYPE = "application/vnd.microsoft.error.preconditionFailed"
SEARCH_TYPE = "application/vnd.microsoft.search.searchResponse"

#: Maximum number that Teams shows (dynamic-search).
MAX_RESULTS = 15

Card = Mapping[str, Any]


class Size(StrEnum):
    """How large a dialog opens."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class InvokeAnswer:
    """HTTP status and JSON body; None is an empty body."""

    status: int = 200
    body: Mapping[str, Any] | None = None


def empty() -> InvokeAnswer:
    """Acknowledge an invoke that needs no content (sign-in, files)."""
    return InvokeAnswer()


def card(new_card: Card) -> InvokeAnswer:
    """Replace the card for the person who pressed."""
    return _answer(200, CARD_TYPE, new_card)


def message(text: str) -> InvokeAnswer:
    """Show a line of text below the card."""
    return _answer(200, MESSAGE_TYPE, text)


def error(code: str, text: str, status_code: int = 400) -> InvokeAnswer:
    """Show an error below the card: 400 if the person can fix it, 500 for the bot's own faults."""
    return _answer(status_code, ERROR_TYPE, {"code": code, "message": text})


def login_request(oauth_card: Card) -> InvokeAnswer:
    """Ask for a sign-in; Teams repeats the invoke with the token."""
    return _answer(401, LOGIN_TYPE, oauth_card)


def wrong_code() -> InvokeAnswer:
    """Refuse the code that a sign-in page gave."""
    return _answer(401, WRONG_CODE_TYPE, None)


def precondition_failed(text: str) -> InvokeAnswer:
    """Say that the token can't be used yet, so that Teams shows the sign-in button."""
    return _answer(412, PRECONDITION_TYPE, {"code": "412", "message": text})


def token_refused(exchange_id: str, connection: str, detail: str) -> InvokeAnswer:
    """Answer signin/tokenExchange: this token can't be used; Teams shows the sign-in button."""
    body = {"id": exchange_id, "connectionName": connection, "failureDetail": detail}
    return InvokeAnswer(412, body)


def search_results(results: Iterable[tuple[str, str]]) -> InvokeAnswer:
    """Offer choices to a typeahead, as pairs of title and value; the first 15 are shown."""
    shown = [{"title": title, "value": value} for title, value in results][:MAX_RESULTS]
    return _answer(200, SEARCH_TYPE, {"results": shown})


def search_note(text: str) -> InvokeAnswer:
    """Say something in the place of the choices; choosing it chooses nothing."""
    return search_results([(text, "")])


def task_card(title: str, new_card: Card, size: Size = Size.MEDIUM) -> InvokeAnswer:
    """Open a dialog, or show the next page of one."""
    content = {"contentType": CARD_TYPE, "content": new_card}
    value = {"title": title, "height": size.value, "width": size.value, "card": content}
    return InvokeAnswer(200, {"task": {"type": "continue", "value": value}})


def task_message(text: str) -> InvokeAnswer:
    """Close a dialog with a line of text."""
    return InvokeAnswer(200, {"task": {"type": "message", "value": text}})


def not_implemented() -> InvokeAnswer:
    """Answer an unknown kind of invoke."""
    body = {"error": {"code": "NotImplemented", "message": "This bot does not answer that."}}
    return InvokeAnswer(501, body)


def _answer(status_code: int, kind: str, value: object) -> InvokeAnswer:
    body = {"statusCode": status_code, "type": kind}
    return InvokeAnswer(200, body if value is None else {**body, "value": value})
