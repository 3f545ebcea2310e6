"""Where a request is posted: in the channel that was chosen, as soon as it can be reached."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from licensing.requests.events import Event, EventType
from licensing.requests.model import PersonalCopy, Request
from licensing.requests.steps import Step, updated

#: The waits between two tries to reach a channel double up to this.
_FIRST_WAIT: Final = timedelta(minutes=1)
_LONGEST_WAIT: Final = timedelta(hours=1)


def with_channel(request: Request, channel: str) -> Request:
    """A new request in the channel that the tenant has chosen, if it has."""
    return replace(request, channel=channel, posted_in=channel, announce_posting=not channel)


def mark_unreachable(request: Request, now: datetime) -> Step:
    """Record that its channel could not be reached; people are notified the first time only."""
    events = () if request.failed_posts else (Event(EventType.UNREACHABLE, now),)
    return updated(request, *events, failed_posts=request.failed_posts + 1, announce_posting=True)


def mark_posted(request: Request, now: datetime) -> Step | None:
    """Record that its card arrived; None if no one waits for that."""
    if not request.announce_posting:
        return None
    return updated(request, Event(EventType.POSTED, now), failed_posts=0, announce_posting=False)


def move_to(request: Request, channel: str, now: datetime) -> Step:
    """Post it in another channel from now on, or in none, which is reported as unreachable."""
    if not channel:
        step = mark_unreachable(request, now)
        return replace(step, request=replace(step.request, channel=""))
    return updated(
        request, channel=channel, posted_in=channel, failed_posts=0, announce_posting=True
    )


def retry_after(request: Request) -> timedelta:
    """How long to wait until its channel is tried again."""
    doubled: timedelta = _FIRST_WAIT * (1 << min(max(0, request.failed_posts - 1), 10))
    return min(doubled, _LONGEST_WAIT)


def with_copy(request: Request, copy: PersonalCopy) -> Request:
    """Return the request with its card in a personal chat, one per person."""
    if copy in request.copies:
        return request
    others = tuple(one for one in request.copies if one.person != copy.person)
    return replace(request, copies=(*others, copy))
