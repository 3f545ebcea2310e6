"""Ports for servers that tests start."""

import os
import random
import socket
from typing import Final

#: Below what systems hand out by themselves, as they do for each connection that somebody opens:
#: Linux begins at 32768, others at 49152.
_RANGE: Final = (20_000, 32_000)
# Not the generator that tests seed: tests that run side by side shall find different ports.
_random = random.Random(os.urandom(8))


def free_port() -> int:
    """A port of this machine that nobody uses, and that nobody gets by chance until it is used."""
    while True:
        port = _random.randint(*_RANGE)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
