"""What arrives: one activity of Teams as a small frozen value.

Only what the bot uses is read; attachments (Teams sends each message a second time as HTML) are
not. The whole activity stays in `raw`. Shapes: "Messages in bot conversations" on
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
    """Who hears what is said there."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who did it. `aad_id` is the Entra object id in lower case, or empty when Teams names none."""

    teams_id: str = field(repr=False)
    aad_id: str = ""
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ConversationRef:
    """All that is needed to send something to a conversation, now or later."""

    service_url: str
    conversation_id: str = field(repr=False)
    type: ConversationType
    bot_id: str
    tenant_id: str
    #: The Bot Framework's channel; Teams is `msteams`.
    channel_id: str = "msteams"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One activity. What a person wrote or is called stays out of `repr`, hence out of logs."""

    activity_id: str
    kind: Kind
    sender: Sender
    conversation: ConversationRef
    #: What was written, without the mention of the bot; names of other people stay as plain text.
    text: str = field(default="", repr=False)
    #: What a card or an invoke carries; empty when there is none.
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
    locale: str = ""
    #: An IANA name such as `Europe/Paris`.
    timezone: str = ""
    bot_added: bool = False
    bot_removed: bool = False
    raw: JsonObject = field(default_factory=dict, repr=False)

    @property
    def tenant_id(self) -> str:
        """The tenant that it comes from."""
        return self.conversation.tenant_id
