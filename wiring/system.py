"""The real time and real chance."""

import asyncio
import gc
import secrets
import uuid
from datetime import UTC, datetime


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """Tell the time, in UTC."""
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
    """Let Python's garbage collector look at what turns leave, and not at all that is loaded.

    The libraries are some hundred thousand objects that live as long as the process; looking them
    through again and again took a third of the time of a turn.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
