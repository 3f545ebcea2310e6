"""The routes of the stand-in for Entra."""

from aiohttp import web

from sandbox.entra import controls, endpoints
from sandbox.entra.authorize import Windows


def setup(app: web.Application) -> None:
    """Mount Entra at /entra. Its state is in `app`."""
    app.add_routes(endpoints.routes())
    app.add_routes(Windows().routes())
    app.add_routes(controls.routes())
