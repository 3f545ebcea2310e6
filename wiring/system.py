"""The real time and real chance."""

import asyncio
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
