"""Reads Graph's refusals into the tree of licensing.errors.

Almost every refusal of assignLicense is a 400 Request_BadRequest, and only its English words tell
one from another. So words are compared without case and punctuation, and what is not known stays
as it was said (`UnreadAnswer`).

Sources: user assignLicense (https://learn.microsoft.com/graph/api/user-assignlicense), "Resolve
group license assignment problems"
(https://learn.microsoft.com/entra/fundamentals/licensing-groups-resolve-problems), Graph's error
responses (https://learn.microsoft.com/graph/errors) and bodies of real answers in public threads.
"""

import re
from dataclasses import dataclass
from datetime import datetime

import httpx

from graph.client.responses import body_of, read_answer
from licensing import errors
from licensing.backoff import retry_after
from licensing.errors import Answer, TenantError


@dataclass(frozen=True, slots=True)
class _Row:
    """One refusal: it is meant when the status fits, and the code or any of the phrases does."""

    error: type[TenantError]
    statuses: range
    phrases: tuple[str, ...]
    codes: tuple[str, ...] = ()

    def meets(self, status: int, code: str, words: str) -> bool:
        """Whether an answer with these lower-case words is meant."""
        if status not in self.statuses:
            return False
        return code in self.codes or any(phrase in words for phrase in self.phrases)


_BAD_REQUEST = range(400, 401)
_ANY_REFUSAL = range(400, 600)

_TABLE = (
    _Row(
        errors.SlowDown,
        _ANY_REFUSAL,
        ("throttled temporarily",),
        ("toomanyrequests", "request_throttledtemporarily"),
    ),
    _Row(
        errors.ChangedMeanwhile,
        _ANY_REFUSAL,
        ("due to concurrent requests",),
        ("directory_concurrencyviolation",),
    ),
    # Graph says "insufficient privileges" here too, so this row comes first.
    _Row(errors.RestrictedUnit, range(403, 404), ("restricted management administrative unit",)),
    _Row(
        errors.NotAllowed,
        range(403, 404),
        ("insufficient privileges",),
        ("authorization_requestdenied",),
    ),
    _Row(
        errors.UnknownPerson,
        range(404, 405),
        ("does not exist or one of its queried",),
        ("request_resourcenotfound",),
    ),
    _Row(
        errors.InheritedFromGroup,
        _BAD_REQUEST,
        ("inherited from a group", "invalidoperationongroupinheritedlicense"),
    ),
    _Row(errors.LicenseNotHeld, _BAD_REQUEST, ("have a corresponding license",)),
    _Row(errors.DependentPlan, _BAD_REQUEST, ("depends on the service plan",)),
    _Row(
        errors.ConflictingPlans, _BAD_REQUEST, ("mutually exclusive", "conflicts with service plan")
    ),
    _Row(errors.NoFreeSeat, _BAD_REQUEST, ("any available licenses",)),
    _Row(errors.NoUsageLocation, _BAD_REQUEST, ("invalid usage location",)),
    _Row(errors.NotForUsers, _BAD_REQUEST, ("be assigned to a user",)),
    _Row(errors.NothingToChange, _BAD_REQUEST, ("no license changes provided",)),
)

#: The code of Graph itself, in front of all services, for a token that it does not take.
_UNAUTHENTICATED = "InvalidAuthenticationToken"
_EXPIRED_LINKS = frozenset({"directory_expiredpagetoken", "directory_invalidpagetoken"})
_DEPENDENT = re.compile(
    r"service plan\W+(?P<plan>[\w-]+) depends on the service plan\W*s?\W+(?P<needs>\w.*)",
    re.IGNORECASE,
)


def read_refusal(response: httpx.Response, now: datetime) -> TenantError:
    """What an answer other than success means. Any body will do: none, HTML, a JSON array.

    `now` is needed where Retry-After is a date.
    """
    body = body_of(response)
    answer = read_answer(response, body)
    error = _known(response.status_code, answer)
    if error is errors.SlowDown:
        return errors.SlowDown(answer, retry_after(response.headers, now))
    if error is errors.DependentPlan:
        return _dependent(answer)
    return error(answer)


def read_failure(failure: httpx.HTTPError | TimeoutError) -> TenantError:
    """No answer came: the connection failed, or it took too long."""
    return errors.TenantUnavailable(Answer(message=type(failure).__name__))


def _known(status: int, answer: Answer) -> type[TenantError]:
    words = _words(answer.message)
    code = answer.code.lower()
    for row in _TABLE:
        if row.meets(status, code, words):
            return row.error
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return errors.SlowDown
    if status == httpx.codes.REQUEST_TIMEOUT or status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return errors.TenantUnavailable
    return errors.UnreadAnswer


def _words(message: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", message.lower()))


def _dependent(answer: Answer) -> errors.DependentPlan:
    said = _DEPENDENT.search(answer.message)
    if said is None:
        return errors.DependentPlan(answer)
    return errors.DependentPlan(answer, said["plan"], said["needs"].rstrip(" ."))


def no_case_role(error: TenantError) -> bool:
    """Whether eDiscovery was refused for want of a role in Microsoft Purview.

    Graph documents 403; real services answer 401 to a good token
    (microsoft-graph-docs-contrib#8911, msgraph-sdk-powershell#3637, msgraph-sdk-dotnet#3091). A
    bad token has a separate code.
    """
    answer = error.answer
    refused = answer.status == httpx.codes.UNAUTHORIZED and answer.code != _UNAUTHENTICATED
    return refused or not_allowed(error)


def not_allowed(error: TenantError) -> bool:
    """Whether a read was refused for want of a right, in whatever words a service says so."""
    return isinstance(error, errors.NotAllowed) or error.answer.status == httpx.codes.FORBIDDEN


def is_expired_link(error: TenantError) -> bool:
    """Whether the link to the next page of a list has expired (400 Directory_ExpiredPageToken)."""
    words = _words(error.answer.message)
    expired = "page token" in words and ("expired" in words or "invalid" in words)
    return error.answer.code.lower() in _EXPIRED_LINKS or expired
