"""Cards that are over, and single sentences in the chat."""

from cards.words.catalog import Text
from cards.words.groups.phrases import Phrases


class MessagesTexts(Phrases):
    """Cards that are over, and single sentences in the chat."""

    group = "messages"

    canceled_title = Text()
    canceled = Text()
    undo_canceled = Text()
    replaced_title = Text()
    replaced = Text()
    not_yours_title = Text()
    not_yours = Text()
    unknown_title = Text()
    unknown = Text()
    press_without_data = Text()
    text_too_long = Text()
    unknown_dialog = Text()
    working_title = Text()
    working = Text()
    channel_greeting = Text()
    too_fast = Text()
    link_too_old = Text()
    canceled_message = Text()
    undo_canceled_message = Text()
    nothing_to_cancel = Text()
    belongs_to_someone_else = Text()

    def internal_error(self, correlation: str) -> str:
        """A fault of the bot, with the number by which its log entry is found."""
        return self.say("internal_error", correlation=correlation)
