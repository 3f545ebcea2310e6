"""The channel in which requests for approval are posted."""

from cards.words.catalog import Text
from cards.words.groups.phrases import Phrases


class ChannelTexts(Phrases):
    """The channel in which requests for approval are posted."""

    group = "channel"

    title = Text()
    explained = Text()
    button = Text()
    done = Text()
    personal = Text()
    lost = Text()
    answered_elsewhere = Text()
    open_own_chat = Text()
