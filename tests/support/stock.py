"""The stock adapter of botbuilder-integration-aiohttp, to show what the edge repairs."""

from typing import Any

from aiohttp import web
from botbuilder.core import ActivityHandler, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    AdaptiveCardInvokeResponse,
    AdaptiveCardInvokeValue,
)
from botframework.connector.auth import ChannelValidation, JwtTokenExtractor

from tests.support.channel import APP_ID, TENANT, FakeChannel


class StockConfiguration:
    APP_ID = APP_ID
    APP_PASSWORD = "secret"
    APP_TYPE = "SingleTenant"
    APP_TENANTID = TENANT


class StockBot(ActivityHandler):
    """Answers a card action with whatever it is given, and says "ok" to a message."""

    def __init__(self, answer: Any = None, reply: bool = False) -> None:
        self.answer = answer
        self.reply = reply

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        if self.reply:
            await turn_context.send_activity(Activity(type=ActivityTypes.message, text="ok"))

    async def on_adaptive_card_invoke(
        self, turn_context: TurnContext, invoke_value: AdaptiveCardInvokeValue
    ) -> AdaptiveCardInvokeResponse:
        return AdaptiveCardInvokeResponse(**self.answer)


def stock_app(channel: FakeChannel, bot: StockBot | None = None) -> web.Application:
    ChannelValidation.open_id_metadata_endpoint = channel.metadata_url
    JwtTokenExtractor.metadataCache.clear()
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(StockConfiguration()))
    bot = bot or StockBot()

    async def messages(request: web.Request) -> web.StreamResponse:
        answer = await adapter.process(request, bot)
        return answer or web.Response(status=200)

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return app
