"""`app.py serve`: the bot itself."""

import errno
import sys

from commands.event_loop import run
from licensing.errors import UnassignError
from observability.logs import set_up_logs
from settings import Logs, SettingsError, read_settings
from wiring.application import application
from wiring.serving import Lifecycle, serve_until_stopped
from wiring.system import freeze_gc


def serve() -> int:
    """Serve the bot until it is stopped; 2 when a setting is missing or wrong."""
    try:
        settings = read_settings()
    except SettingsError as error:
        print(f"Unassign does not start. {error}", file=sys.stderr)
        return 2
    set_up_logs(text=settings.logs is Logs.TEXT)
    if closed := settings.addresses.closed:
        print(
            f"The {settings.cloud} cloud was closed on {closed}; forced to start.", file=sys.stderr
        )
    freeze_gc()
    lifecycle = Lifecycle()
    try:
        run(
            serve_until_stopped(
                application(settings, lifecycle=lifecycle),
                lifecycle,
                settings.host,
                settings.port,
                settings.drain_seconds,
            )
        )
    except KeyboardInterrupt:
        return 0
    except (SettingsError, UnassignError) as error:
        print(f"Unassign does not start. {error}", file=sys.stderr)
        return 2
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        print(f"Unassign does not start. Port {settings.port} is taken.", file=sys.stderr)
        return 2
    return 0
