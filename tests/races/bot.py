"""The bot as `app.py serve` runs it, but without limits to what people ask and hear in a while."""

from datetime import timedelta

from aiohttp import web

from engine import scheduler
from settings import read_settings
from tests.support.bot_fixture import PATIENT, UNHURRIED
from wiring.application import application
from wiring.timing import Timing

#: The race sets a timer behind the bot's back, so the bot has to look for itself.
OFTEN = timedelta(seconds=0.05)


def main() -> None:
    """Serve until killed."""
    settings = read_settings()
    scheduler._POLL = OFTEN  # type: ignore[misc]
    bot = application(
        settings, timing=Timing(PATIENT, UNHURRIED, answer_within=timedelta(seconds=6))
    )
    web.run_app(bot, host=settings.host, port=settings.port, print=None, access_log=None)


if __name__ == "__main__":
    main()
