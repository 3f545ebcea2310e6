"""The people of a draft as compressed bytes, with a cache of the lists used last.

A list may have 100,000 people and stays the same from page to page, so it is compressed and
decompressed only when it changes: in a thread, and in slices so that other work continues.
"""

import asyncio
import hashlib
import json
import zlib
from dataclasses import dataclass

from cachetools import LRUCache

from licensing.tenant.people import PersonRef

#: People per line of the packet.
_SLICE = 500
#: The fastest level compresses ids and addresses to a third; a higher one gains little.
_LEVEL = 1
#: Maximum number of cached lists.
_KEPT = 8


@dataclass(frozen=True, slots=True)
class Packet:
    """A compressed list and the SHA-256 of its content, in hexadecimal."""

    digest: str
    body: bytes


class PeopleLists:
    """Compresses and decompresses lists; caches the lists used last, by digest."""

    def __init__(self) -> None:
        self._known: LRUCache[str, tuple[PersonRef, ...]] = LRUCache(_KEPT)

    def digest_of(self, people: tuple[PersonRef, ...]) -> str | None:
        """The digest of a cached list; None for another list."""
        return next((digest for digest, known in self._known.items() if known is people), None)

    async def pack(self, people: tuple[PersonRef, ...]) -> Packet:
        """Compress a list."""
        packet = await asyncio.to_thread(_pack, people)
        self._remember(packet.digest, people)
        return packet

    def recall(self, digest: str) -> tuple[PersonRef, ...] | None:
        """Return a cached list; None if it is not cached."""
        return self._known.get(digest)

    async def unpack(self, packet: Packet) -> tuple[PersonRef, ...]:
        """Decompress a list and cache it."""
        people = await asyncio.to_thread(_unpack, packet.body)
        self._remember(packet.digest, people)
        return people

    async def open(self, body: bytes) -> tuple[PersonRef, ...]:
        """Decompress a list without caching it."""
        return await asyncio.to_thread(_unpack, body)

    def _remember(self, digest: str, people: tuple[PersonRef, ...]) -> None:
        self._known[digest] = people


def _pack(people: tuple[PersonRef, ...]) -> Packet:
    packer = zlib.compressobj(_LEVEL)
    digest = hashlib.sha256()
    parts: list[bytes] = []
    for start in range(0, len(people), _SLICE):
        rows = [[p.id, p.name, p.address] for p in people[start : start + _SLICE]]
        line = json.dumps(rows, separators=(",", ":")).encode() + b"\n"
        digest.update(line)
        parts.append(packer.compress(line))
    parts.append(packer.flush())
    return Packet(digest.hexdigest(), b"".join(parts))


def _unpack(body: bytes) -> tuple[PersonRef, ...]:
    lines = zlib.decompress(body).splitlines()
    return tuple(PersonRef(*row) for line in lines for row in json.loads(line))
