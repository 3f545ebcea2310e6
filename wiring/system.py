"""The system's clock, random ids and garbage collector."""

import asyncio
import gc
import secrets
import uuid
from datetime import UTC, datetime


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """The current time in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class RandomIds:
    """Ids and tokens of the operating system's random source."""

    def new(self) -> str:
        """Make an id."""
        return uuid.uuid4().hex

    def token(self) -> str:
        """Make a token that can't be guessed: 128 bits."""
        return secrets.token_urlsafe(16)


def freeze_gc() -> None:
    """Exclude what is loaded now from garbage collection.

    The libraries are several hundred thousand objects that live as long as the process; scanning
    them repeatedly took a third of the time of a turn.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
