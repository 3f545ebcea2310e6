"""The roster of a channel: whose shape it has, and whom it is asked of."""

from typing import Any

import aiohttp
import pytest

from bot.activities.inbound import ConversationRef
from bot.activities.parsing import parse
from bot.auth.credentials import NoCredentials
from bot.connector.client import Connector
from bot.connector.members import Member, members_of
from bot.connector.rate_limit import ConversationQueues
from bot.errors import BotRemoved
from tests.bot.samples import LOOPBACK, message
from tests.support.channel import FakeChannel, Scripted

MEGAN = "aaaaaaaa-0000-4000-8000-000000000003"
#: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
DOCUMENTED = {
    "id": "29:1GcS4EyB",
    "objectId": MEGAN.upper(),
    "givenName": "Megan",
    "surname": "Bowen",
    "email": "Megan.Bowen@microsoft.com",
    "userPrincipalName": "meganb@microsoft.com",
    "tenantId": "72f988bf-86f1-41af-91ab-2d7cd011db47",
}


@pytest.fixture
def connector(session: aiohttp.ClientSession) -> Connector:
    return Connector(session, NoCredentials(), LOOPBACK, ConversationQueues())


@pytest.fixture
def chat(channel: FakeChannel) -> ConversationRef:
    return parse(message(channel)).conversation


def _without(*keys: str, **more: Any) -> dict[str, Any]:
    return {key: value for key, value in DOCUMENTED.items() if key not in keys} | more


@pytest.mark.parametrize(
    ("account", "name", "address"),
    [
        (DOCUMENTED, "Megan Bowen", "meganb@microsoft.com"),
        (_without("objectId", aadObjectId=MEGAN), "Megan Bowen", "meganb@microsoft.com"),
        (_without(name="Megan B."), "Megan B.", "meganb@microsoft.com"),
        (_without("givenName"), "Bowen", "meganb@microsoft.com"),
        (_without("givenName", "surname"), "meganb@microsoft.com", "meganb@microsoft.com"),
        (
            _without("givenName", "surname", "userPrincipalName"),
            "Megan.Bowen@microsoft.com",
            "Megan.Bowen@microsoft.com",
        ),
        (_without(name=None, surname=7), "Megan", "meganb@microsoft.com"),
    ],
)
async def test_a_member_is_read_in_either_shape(
    account: dict[str, Any],
    name: str,
    address: str,
    connector: Connector,
    channel: FakeChannel,
    chat: ConversationRef,
) -> None:
    channel.script.append(Scripted(200, {}, {"members": [account]}))
    assert await members_of(connector, chat) == (Member(MEGAN, "29:1GcS4EyB", name, address),)


async def test_bots_and_guests_without_an_object_id_are_left_out(
    connector: Connector, channel: FakeChannel, chat: ConversationRef
) -> None:
    accounts = [_without("objectId"), _without("id"), _without(objectId=None), {"id": "28:bot"}]
    channel.script.append(Scripted(200, {}, {"members": accounts}))
    assert await members_of(connector, chat) == ()


async def test_the_team_is_asked_and_the_channel_where_the_team_does_not_answer(
    connector: Connector, channel: FakeChannel, chat: ConversationRef
) -> None:
    answer = Scripted(200, {}, {"members": [DOCUMENTED]})
    channel.script.extend([answer, Scripted(403), answer, Scripted(404), Scripted(404)])
    assert len(await members_of(connector, chat, "19:team@thread.tacv2")) == 1
    assert len(await members_of(connector, chat, "19:team@thread.tacv2")) == 1
    with pytest.raises(BotRemoved):
        await members_of(connector, chat, "19:team@thread.tacv2")
    asked = ["19%3Ateam%40thread.tacv2" in call.path for call in channel.calls]
    assert asked == [True, True, False, True, False]
