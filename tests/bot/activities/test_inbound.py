import pytest

from bot.activities.inbound import ConversationType, Inbound, Kind
from bot.activities.parsing import parse
from bot.errors import BadActivity
from tests.bot.samples import ACTIVITIES, message, press, sample
from tests.support.channel import TENANT

ALEX = "aaaaaaaa-0000-4000-8000-000000000020"
BOT = "28:11111111-2222-4333-8444-555555555555"

KINDS = {
    "message": Kind.MESSAGE,
    "invoke": Kind.INVOKE,
    "conversationUpdate": Kind.CONVERSATION_UPDATE,
    "installationUpdate": Kind.INSTALLATION,
    "messageReaction": Kind.OTHER,
}


@pytest.mark.parametrize("name", ACTIVITIES)
def test_every_real_activity_is_read(name: str) -> None:
    activity = ACTIVITIES[name]
    inbound = parse(activity)
    assert inbound.kind is KINDS[activity["type"]]
    assert inbound.conversation.type.value == name.split(".")[0]
    assert inbound.tenant_id == TENANT
    assert inbound.sender.aad_id == ALEX
    assert inbound.sender.teams_id == "29:1alexAAAA"
    assert inbound.conversation.bot_id == BOT
    assert inbound.conversation.channel_id == "msteams"
    assert inbound.conversation.service_url == activity["serviceUrl"]
    assert inbound.name == activity.get("name", "")
    assert inbound.value == activity.get("value", {})
    assert inbound.reply_to == activity.get("replyToId", "")
    assert inbound.raw == activity
    assert inbound.bot_added is name.endswith("AddedBot")
    assert inbound.bot_removed is name.endswith("RemovedBot")


def test_the_mention_of_the_bot_is_not_part_of_the_text() -> None:
    assert parse(sample("channel.message.mention")).text == "exec"


def test_the_mention_of_someone_else_stays_as_a_name() -> None:
    mention = {
        "type": "mention",
        "text": "<at>Adele Vance</at>",
        "mentioned": {"id": "29:1adeleAAA", "name": "Adele Vance"},
    }
    inbound = parse(message(text="take <at>Adele Vance</at>\u00a0off", entities=[mention]))
    assert inbound.text == "take Adele Vance off"


def test_the_html_copy_of_a_message_is_not_read() -> None:
    html = {"contentType": "text/html", "content": "<p>something else</p>"}
    assert parse(message(text="hi", attachments=[html])).text == "hi"


def test_an_installation_says_what_happened() -> None:
    assert parse(sample("personal.installationUpdate.add")).event == "add"
    assert parse(sample("personal.installationUpdate.remove")).event == "remove"
    assert parse(sample("channel.conversationUpdate.teamRenamed")).event == "teamRenamed"


def test_locale_and_time_zone_come_from_the_client() -> None:
    inbound = parse(press(locale=None, localTimezone=None))
    assert (inbound.locale, inbound.timezone) == ("en-US", "UTC")


def test_the_message_of_a_submitted_card_is_found_in_the_legacy_field_too() -> None:
    assert parse(sample("personal.message.submit-people", replyToId=None)).reply_to != ""


def test_a_conversation_type_of_tomorrow_counts_as_shared() -> None:
    conversation = {"id": "19:x", "conversationType": "hologram"}
    assert parse(message(conversation=conversation)).conversation.type is ConversationType.GROUP


def test_a_very_long_name_is_cut() -> None:
    sender = {"id": "29:1", "name": "n" * 5000}
    assert len(parse(message(**{"from": sender})).sender.name) == 256


def test_names_and_texts_stay_out_of_what_is_printed() -> None:
    printed = repr(parse(message(text="my secret")))
    assert "secret" not in printed
    assert "Alex" not in printed
    assert "29:1alex" not in printed


BAD = {
    "no type": message(type=None),
    "type is a number": message(type=3),
    "no id": message(id=None),
    "no service url": message(serviceUrl=None),
    "no channel": message(channelId=None),
    "no sender": message(**{"from": None}),
    "sender is a text": message(**{"from": "alex"}),
    "sender without id": message(**{"from": {"name": "Alex"}}),
    "directory id is no guid": message(**{"from": {"id": "29:1", "aadObjectId": "alex' or 1=1"}}),
    "no recipient": message(recipient=None),
    "no conversation": message(conversation=None),
    "conversation id is a list": message(conversation={"id": ["a"]}),
    "no tenant": message(channelData={}, conversation={"id": "a:1"}),
    "tenant is a text": message(channelData={"tenant": "72f988bf"}),
    "tenant is no guid": message(channelData={"tenant": {"id": "*"}}),
    "channel data is a list": message(channelData=[]),
    "text is an object": message(text={"a": 1}),
    "value is a list": message(value=[1]),
    "entities are an object": message(entities={"type": "mention"}),
    "an entity is a text": message(entities=["mention"]),
    "mentioned is a text": message(entities=[{"type": "mention", "mentioned": "bot"}]),
    "invoke without a name": press(name=None),
    "invoke value is a text": press(value="{}"),
    "id is too long": message(id="x" * 2000),
    "members are texts": sample("personal.conversationUpdate.AddedBot", membersAdded=["28:1"]),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_shape_is_refused_kindly(case: str) -> None:
    with pytest.raises(BadActivity, match=r"^(The|This) [\w ]+\.$"):
        parse(BAD[case])


def test_an_inbound_can_be_compared() -> None:
    first: Inbound = parse(message())
    assert first == parse(message())


def test_a_message_of_many_mentions_is_refused() -> None:
    mention = {"type": "mention", "text": "<at>x</at>", "mentioned": {"id": "29:1", "name": "x"}}
    parse(message(text="<at>x</at>" * 500, entities=[mention] * 500))
    with pytest.raises(BadActivity):
        parse(message(text="hi", entities=[mention] * 501))


@pytest.mark.parametrize("name", [None, "W. Europe Standard Time"])
def test_without_a_known_zone_the_local_time_tells_the_offset(name: str | None) -> None:
    inbound = parse(
        press(localTimezone=name, entities=[], localTimestamp="2026-12-01T10:51:02.131+14:00")
    )
    assert inbound.timezone == "UTC+14:00"


def test_addresses_in_the_html_copy_alone_are_read() -> None:
    content = (
        '<div><div itemprop="copy-paste-block"><p>Please take these: '
        '<a href="mailto:adelev@contoso.example" title="x">Adele Vance</a>; '
        '<a href="mailto:meganb@contoso.example">Megan Bowen</a></p>'
        '<blockquote><a href="mailto:boss@contoso.example">Boss</a></blockquote></div></div>'
    )
    html = {"contentType": "text/html", "content": content}
    assert parse(message(text="", attachments=[html])).text == (
        "Please take these: Adele Vance <adelev@contoso.example>; "
        "Megan Bowen <meganb@contoso.example>"
    )


@pytest.mark.parametrize(
    "unit", ["<!--", "<a href='mailto:", "<a ", "<![", "</", "&", "<blockquote>"]
)
def test_a_hostile_html_copy_is_read_or_left(unit: str) -> None:
    content = ("mailto:" + unit * 100_000)[:100_000]
    html = {"contentType": "text/html", "content": content}
    assert parse(message(text="hi", attachments=[html])).text == "hi"
