"""Query options: $select, $filter, $search, $orderby, $top, $count, $skiptoken."""

import base64
import binascii
from dataclasses import dataclass

from aiohttp import web

from sandbox.refusal import Refusal

#: https://learn.microsoft.com/graph/api/user-list: 100 by default, at most 999.
DEFAULT_PAGE = 100
LARGEST_PAGE = 999

#: Maximum length of an address with an advanced filter (Graph's known issues).
LONGEST_ADVANCED = 2_048


@dataclass(frozen=True, slots=True)
class Options:
    """The query options of a request."""

    select: tuple[str, ...] | None = None
    filter: str | None = None
    search: str | None = None
    order: str | None = None
    descending: bool = False
    top: int = DEFAULT_PAGE
    count: bool = False
    #: Rank at which the page starts.
    start: int = 0
    #: Whether ConsistencyLevel: eventual was sent.
    eventual: bool = False

    @property
    def advanced(self) -> bool:
        """Return whether advanced queries are allowed."""
        return self.eventual and self.count


def read_options(request: web.Request) -> Options:
    """Parse the options of a request; raises Refusal (400)."""
    query = {name.removeprefix("$").casefold(): value for name, value in request.query.items()}
    eventual = request.headers.get("ConsistencyLevel", "").casefold() == "eventual"
    if "skip" in query:
        raise Refusal("'$skip' is not supported by the service.", code="Request_BadRequest")
    if "search" in query and not eventual:
        raise Refusal(
            "Request with $search query parameter only works through MSGraph with a special "
            "request header: 'ConsistencyLevel: eventual'",
            code="Request_UnsupportedQuery",
        )
    order, _, direction = query.get("orderby", "").partition(" ")
    options = Options(
        select=_names(query.get("select")),
        filter=query.get("filter"),
        search=query.get("search"),
        order=order or None,
        descending=direction.strip().casefold() == "desc",
        top=_top(query.get("top")),
        count=query.get("count", "").casefold() == "true",
        start=decode_skip_token(query["skiptoken"]) if "skiptoken" in query else 0,
        eventual=eventual,
    )
    _check_together(options, request)
    return options


def _check_together(options: Options, request: web.Request) -> None:
    if options.order and (options.filter or options.search) and not options.advanced:
        raise Refusal("Sorting not supported for current query.", code="Request_UnsupportedQuery")
    address = str(request.url).split("$skiptoken=")[0]
    if options.filter and options.advanced and len(address) > LONGEST_ADVANCED:
        raise Refusal("Unsupported Query.", code="Request_UnsupportedQuery")


def _names(text: str | None) -> tuple[str, ...] | None:
    names = tuple(name.strip() for name in (text or "").split(",") if name.strip())
    return tuple(dict.fromkeys(names)) or None


def _top(text: str | None) -> int:
    if text is None:
        return DEFAULT_PAGE
    if not text.isdecimal() or not 1 <= int(text) <= LARGEST_PAGE:
        raise Refusal(
            f"Invalid page size specified: '{text}'. Must be between 1 and {LARGEST_PAGE} "
            "inclusive.",
            code="Request_UnsupportedQuery",
        )
    return int(text)


def encode_skip_token(start: int) -> str:
    """Return an opaque $skiptoken for the page that starts there."""
    return base64.urlsafe_b64encode(f"RFNwdAIAAQAAA:{start}".encode()).decode().rstrip("=")


def decode_skip_token(token: str) -> int:
    """Return the start of a $skiptoken's page; raises Refusal (400)."""
    try:
        padded = token + "=" * (-len(token) % 4)
        text = base64.urlsafe_b64decode(padded.encode()).decode()
        return int(text.removeprefix("RFNwdAIAAQAAA:"))
    except (ValueError, binascii.Error) as error:
        raise Refusal(
            "Skip token is invalid or has expired.", code="Directory_ExpiredPageToken"
        ) from error
