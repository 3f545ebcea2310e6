"""botbuilder's own echo bot on its CloudAdapter: `python -m bench.stock PORT CLOUD`."""

import logging
import sys

from aiohttp import web
from botbuilder.core import ActivityHandler, MessageFactory, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botframework.connector.auth import ChannelValidation

from bench.cloud import APP_ID, TENANT
from bench.entra import redirect_entra


class Configuration:
    """Configuration as in botbuilder's samples."""

    APP_ID = APP_ID
    APP_PASSWORD = "measured"  # noqa: S105
    APP_TYPE = "SingleTenant"
    APP_TENANTID = TENANT


class Echo(ActivityHandler):
    """The echo bot of botbuilder's samples."""

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Echo the message."""
        text = f"Echo: {turn_context.activity.text}"
        await turn_context.send_activity(MessageFactory.text(text))


def main(port: int, cloud: str) -> None:
    """Serve until stopped."""
    logging.basicConfig(level=logging.ERROR)
    redirect_entra(cloud)
    ChannelValidation.open_id_metadata_endpoint = (
        f"{cloud}/botframework/.well-known/openidconfiguration"
    )
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(Configuration()))
    bot = Echo()

    async def messages(request: web.Request) -> web.StreamResponse:
        answer: web.Response | None = await adapter.process(request, bot)
        return answer or web.Response(status=200)

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
