"""The shapes of hostile requests, the same for the same seed."""

import base64
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

#: Every route of the bot; a test compares them with the application's own.
ROUTES: Final = {
    "/api/messages": ("POST",),
    "/healthz": ("GET",),
    "/readyz": ("GET",),
    "/": ("GET",),
    "/privacy": ("GET",),
    "/terms": ("GET",),
    "/about.css": ("GET",),
    "/metrics": ("GET",),
    "/auth/start": ("GET",),
    "/auth/callback": ("GET", "POST"),
    "/auth/page.js": ("GET",),
    "/auth/page.css": ("GET",),
    "/downloads/{token}": ("GET",),
}
_METHODS: Final = ("GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")

#: Bytes that are at home in no header, address, form or JSON.
BYTES: Final = (
    b"",
    b"\xff\xfe\xfd",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xf0\x9f\x92\xa5",
    b"a\tb",
    b"%00",
    b"%FF%FE",
    b"%",
    b"%zz",
    b"' OR 1=1 --",
    b"${jndi:ldap://x}",
    b"../../etc/passwd",
    b"<script>",
    b"9" * 400,
    b"x" * 7_000,
    "名前".encode(),
    b"1e999",
    b"-1",
    b"null",
    b"{}",
    b"\x7f",
)
_TEXTS: Final = (
    "",
    "\0",
    "\ud800",
    "\u202e",
    "a" * 5_000,
    "'; DROP TABLE journal; --",
    "10" * 300,
    "💥",
    "{{7*7}}",
    "%s%n",
)
_VALUES: Final[tuple[Any, ...]] = (None, True, -1, 10**400, 1e308, [], {}, [[]], [None], {"a": {}})


@dataclass(frozen=True, slots=True)
class Shape:
    """One request, as the bytes that are sent."""

    kind: str
    sent: bytes
    #: Whether it carries the channel's own token, so that it may be taken.
    proven: bool = False


@dataclass(frozen=True, slots=True)
class Honest:
    """What an honest client would send, to be spoiled: the channel's token, and an activity."""

    token: Callable[..., str]
    activity: dict[str, Any]


def shapes(seed: int, number: int, honest: Honest) -> Iterator[Shape]:
    """Make this many shapes, of each kind in turn."""
    chance = random.Random(seed)
    kinds = (_headers, _raw, _bodies, _tokens, _forms, _queries, _fields)
    for place in range(number):
        yield kinds[place % len(kinds)](chance, honest)


def request(
    method: str, target: bytes, headers: Sequence[tuple[bytes, bytes]] = (), body: bytes = b""
) -> bytes:
    """Write a request that ends its connection."""
    named = {name.lower() for name, _ in headers}
    lines = [method.encode() + b" " + target + b" HTTP/1.1"]
    if b"host" not in named:
        lines.append(b"Host: localhost")
    lines += [name + b": " + value for name, value in headers]
    if body and not named & {b"content-length", b"transfer-encoding"}:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join((*lines, b"Connection: close", b"", body))


def _route(chance: random.Random) -> tuple[str, bytes]:
    path = chance.choice(list(ROUTES))
    method = chance.choice(ROUTES[path] if chance.random() < 0.7 else _METHODS)
    return method, path.replace("{token}", "a.b.c").encode()


def _headers(chance: random.Random, _: Honest) -> Shape:
    method, path = _route(chance)
    names = (
        b"Authorization",
        b"Authorization",
        b"Content-Type",
        b"Content-Encoding",
        b"Host",
        b"Cookie",
        b"Accept",
        b"Expect",
        b"Upgrade",
        b"Range",
        b"X-Forwarded-For",
        b"Forwarded",
        b"traceparent",
        b"If-Modified-Since",
    )
    headers = []
    for _number in range(chance.randint(1, 4)):
        value = chance.choice(BYTES)
        scheme = chance.choice((b"", b"Bearer ", b"bearer  ", b"Basic "))
        headers.append((chance.choice(names), scheme + value))
    body = chance.choice(BYTES) if method == "POST" else b""
    return Shape("headers", request(method, path, headers, body))


def _raw(chance: random.Random, _: Honest) -> Shape:
    method, path = _route(chance)
    whole = request(method, path, [(b"Content-Type", b"application/json")], b'{"type":"message"}')
    spoiled = bytearray(whole)
    match chance.randrange(5):
        case 0:
            for _number in range(chance.randint(1, 8)):
                spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        case 1:
            del spoiled[chance.randrange(len(spoiled)) :]
        case 2:
            spoiled[:0] = chance.randbytes(chance.randint(1, 40))
        case 3:
            spoiled = bytearray(whole.replace(b"HTTP/1.1", chance.choice((b"HTTP/9", b"X", b""))))
        case _:
            more = b"\r\nContent-Length: %d" % chance.choice((-1, 0, 1, 10**18))
            spoiled = bytearray(whole.replace(b"\r\nHost", more + b"\r\nHost", 1))
    return Shape("bytes", bytes(spoiled))


def _bodies(chance: random.Random, honest: Honest) -> Shape:
    """A good token, and a body that is spoiled as a whole."""
    good = json.dumps(honest.activity).encode()
    place = chance.randrange(len(good))
    body = chance.choice(
        (
            chance.choice(BYTES),
            good[:place],
            good[:place] + chance.randbytes(3) + good[place:],
            good.decode().encode("utf-16"),
            b"[" * chance.randint(1, 50_000),
            b'{"type":' * chance.randint(1, 5_000),
            b'{"type":' + b"1" * 5_000 + b"}",
            b"[" + good + b"]",
            good.replace(b"message", b"\xff"),
        )
    )
    kinds = (b"application/json", b"application/json; charset=nowhere", b"text/plain", b"\xff")
    headers = [
        (b"Authorization", b"Bearer " + honest.token().encode()),
        (b"Content-Type", chance.choice(kinds)),
    ]
    if chance.random() < 0.2:
        headers.append((b"Content-Encoding", chance.choice((b"gzip", b"br", b"deflate", b"\xff"))))
    return Shape("bodies", request("POST", b"/api/messages", headers, body), proven=True)


def _tokens(chance: random.Random, honest: Honest) -> Shape:
    """A body as it should be, and a token that is not."""
    good = honest.token()
    place = chance.randrange(len(good))
    swapped = chance.choice([one for one in "abcdeXYZ01_-." if one != good[place]])
    head, claims, signature = good.split(".")
    odd = base64.urlsafe_b64encode(
        json.dumps(
            {"alg": chance.choice(("RS256", "none", "HS256", 5)), "kid": chance.choice(_VALUES)}
        ).encode()
    ).decode()
    token = chance.choice(
        (
            good[:place].encode(),
            (good[:place] + swapped + good[place + 1 :]).encode()
            if place < len(good) - 1
            else b"x",
            f"{odd}.{claims}.{signature}".encode(),
            f"{head}.{claims}.".encode(),
            base64.urlsafe_b64encode(b"[" * 9_000) + b".a.b",
            b"a" * 40_000,
            chance.choice(BYTES) + b"." + chance.choice(BYTES) + b"." + chance.choice(BYTES),
            honest.token(exp=1).encode(),
            honest.token(aud=chance.choice(_TEXTS[4:])).encode(),
            honest.token(exp=-(10**400)).encode(),
            honest.token(serviceurl=chance.choice(_VALUES)).encode(),
            honest.token(nbf=chance.choice((10**400, "soon", [1]))).encode(),
        )
    )
    headers = [(b"Authorization", b"Bearer " + token), (b"Content-Type", b"application/json")]
    body = json.dumps(honest.activity).encode()
    return Shape("tokens", request("POST", b"/api/messages", headers, body))


def _forms(chance: random.Random, _: Honest) -> Shape:
    value, other = chance.choice(BYTES), chance.choice(BYTES)
    boundary = chance.choice((b"x", b"", b"\xff", b"a" * 100))
    kinds = {
        b"application/x-www-form-urlencoded": b"state=" + value + b"&code=" + other,
        b"application/x-www-form-urlencoded; charset=nowhere": b"state=\xff&code=" + value,
        b"application/x-www-form-urlencoded; charset=utf-16": b"state=" + value,
        b"multipart/form-data; boundary=" + boundary: b"--x\r\nContent-Disposition: form-data; "
        b'name="state"\r\n\r\n' + value + b"\r\n--x--",
        b"multipart/form-data": value,
        b"application/json": b'{"state":' + value + b"}",
    }
    kind = chance.choice(list(kinds))
    body = kinds[kind] + b"&a=1" * chance.choice((0, 0, 100))
    return Shape("forms", request("POST", b"/auth/callback", [(b"Content-Type", kind)], body))


def _queries(chance: random.Random, _: Honest) -> Shape:
    value = chance.choice(BYTES).replace(b" ", b"+").replace(b"\t", b"%09")
    path = chance.choice(
        (
            b"/auth/start?t=" + value,
            b"/auth/callback?state=" + value + b"&code=" + value,
            b"/auth/callback?error=" + value + b"&state=%00",
            b"/downloads/" + value,
            b"/downloads/" + value + b"." + value + b"." + value,
            b"/metrics?" + value,
            b"/readyz?" + value,
            b"/" + value,
        )
    )
    return Shape("queries", request(chance.choice(("GET", "GET", "HEAD")), path))


def _fields(chance: random.Random, honest: Honest) -> Shape:
    """A good token, and an activity with one or more fields that are not as Teams writes them."""
    activity = json.loads(json.dumps(honest.activity))
    for _number in range(chance.randint(1, 3)):
        where: Any = activity
        for _depth in range(chance.randint(1, 3)):
            key = chance.choice([*where, "entities", "value", "membersAdded"])
            if isinstance(where.get(key), dict) and chance.random() < 0.7:
                where = where[key]
                continue
            where[key] = chance.choice((*_TEXTS, *_VALUES))
            break
    headers = [
        (b"Authorization", b"Bearer " + honest.token().encode()),
        (b"Content-Type", b"application/json"),
    ]
    body = json.dumps(activity).encode()
    return Shape("fields", request("POST", b"/api/messages", headers, body), proven=True)
