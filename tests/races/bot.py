"""The bot as `app.py serve` runs it, but without limits to what people ask and hear in a while."""

import time
from datetime import timedelta

from aiohttp import web

from app import application
from bot import bell, pace
from bot.limits import Limits
from settings import read_settings
from tests.support.house import PATIENT

#: The race sets a timer behind the bot's back, so the bot has to look for itself.
OFTEN = timedelta(seconds=0.05)


def main() -> None:
    """Serve until killed."""
    settings = read_settings()
    pace.LIMITS = ((1_000, 1.0),)  # type: ignore[assignment]
    bell._ROUND = OFTEN  # type: ignore[misc]
    limits = Limits(time.monotonic, burst=PATIENT)
    bot = application(settings, limits=limits)
    web.run_app(bot, host=settings.host, port=settings.port, print=None, access_log=None)


if __name__ == "__main__":
    main()
