"""An activity from Teams as a small frozen value.

Only what the bot uses is parsed. Teams sends each message a second time as HTML; that is read where
it has mail addresses that the text lacks. `raw` is the whole activity. Shapes: "Messages in bot
conversations" on
https://learn.microsoft.com/microsoftteams/platform/ and botframework-activity.md in
https://github.com/microsoft/botframework-sdk/tree/main/specs/botframework-activity
"""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.http.json_body import JsonObject


class Kind(StrEnum):
    """What an activity is about."""

    MESSAGE = "message"
    INVOKE = "invoke"
    CONVERSATION_UPDATE = "conversationUpdate"
    INSTALLATION = "installationUpdate"
    OTHER = "other"


class ConversationType(StrEnum):
    """Who can read a conversation."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent an activity. `aad_id` is the Entra object id in lower case, or empty."""

    teams_id: str = field(repr=False)
    aad_id: str = ""
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ConversationRef:
    """What is needed to send messages to a conversation, now or later."""

    service_url: str
    conversation_id: str = field(repr=False)
    type: ConversationType
    bot_id: str
    tenant_id: str
    #: The Bot Framework's channel; Teams is `msteams`.
    channel_id: str = "msteams"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One activity. `repr`, and so the log, leaves out names and what people wrote."""

    activity_id: str
    kind: Kind
    sender: Sender
    conversation: ConversationRef
    #: The message without the mention of the bot; other mentions are plain text.
    text: str = field(default="", repr=False)
    #: Whether the message was longer than is read; then `text` is empty.
    too_long: bool = False
    #: The value of a card or an invoke; may be empty.
    value: JsonObject = field(default_factory=dict, repr=False)
    #: The name of an invoke, such as `adaptiveCard/action`.
    name: str = ""
    #: What happened to an installation (`add`, `remove` …) or to a channel (`teamRenamed` …).
    event: str = ""
    #: In a channel: the ids of its team and of itself.
    team: str = ""
    channel: str = ""
    #: The id of the message that holds the pressed card.
    reply_to: str = ""
    #: The locale of the client, as it says.
    locale: str = ""
    #: The language that the sender chose, a tag; not from Teams, but added when the bot knows it.
    language_chosen: str = ""
    #: An IANA name such as `Europe/Paris`, or an offset such as `UTC+14:00`; empty if not said.
    timezone: str = ""
    bot_added: bool = False
    bot_removed: bool = False
    raw: JsonObject = field(default_factory=dict, repr=False)
    #: Bytes of the activity as it came.
    size: int = 0

    @property
    def tenant_id(self) -> str:
        """The tenant of the activity."""
        return self.conversation.tenant_id
