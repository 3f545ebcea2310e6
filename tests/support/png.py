"""Reads the pixels of a PNG with eight bits for each of red, green, blue and, perhaps, alpha.

https://www.w3.org/TR/png/
"""

import struct
import zlib
from collections.abc import Iterator

#: Channels by the kind of colour.
_CHANNELS = {2: 3, 6: 4}

Pixel = tuple[int, ...]


def pixels(png: bytes) -> list[list[Pixel]]:
    """All rows, from the top."""
    parts = list(_parts(png))
    width, height, depth, kind = struct.unpack(">IIBB", parts[0][1][:10])
    assert depth == 8
    step = _CHANNELS[kind]
    raw = zlib.decompress(b"".join(content for name, content in parts if name == b"IDAT"))
    rows, before = [], bytes(width * step)
    for y in range(height):
        start = y * (width * step + 1)
        before = _unfiltered(raw[start], raw[start + 1 : start + 1 + width * step], before, step)
        rows.append([tuple(before[x : x + step]) for x in range(0, width * step, step)])
    return rows


def _parts(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += length + 12


def _unfiltered(kind: int, line: bytes, above: bytes, step: int) -> bytes:
    out = bytearray(line)
    for x in range(len(out)):
        left = out[x - step] if x >= step else 0
        corner = above[x - step] if x >= step else 0
        out[x] = (out[x] + _predicted(kind, left, above[x], corner)) % 256
    return bytes(out)


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 4:
        guess = left + up - corner
        return min((left, up, corner), key=lambda one: abs(guess - one))
    return (0, left, up, (left + up) // 2)[kind]
