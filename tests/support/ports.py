"""Ports for servers that tests start."""

import os
import random
import re
import socket
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from typing import Final

#: Below what systems hand out by themselves, as they do for each connection that someone opens:
#: Linux begins at 32768, others at 49152.
_FIRST: Final = 20_000
#: Workers that run side by side have ports of their own: so many each, for so many workers.
_EACH: Final = 1_500
_WORKERS: Final = 8


def free_port() -> int:
    """A port of this machine that no one uses, and that no one gets by chance until it is used."""
    for port in _ports():
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("a cycle has no end")


@cache
def _ports() -> Iterator[int]:
    """The ports of this worker in an order of chance, each again only after all others."""
    worker = re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or "0"
    first = _FIRST + int(worker) % _WORKERS * _EACH
    ports = list(range(first, first + _EACH))
    # Not the generator that tests seed, for others may test on this machine too.
    random.Random(os.urandom(8)).shuffle(ports)
    return cycle(ports)
