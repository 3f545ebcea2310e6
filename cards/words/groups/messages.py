"""Cards that are over, and single sentences in the chat."""

from cards.words.groups.phrases import Phrases


class MessagesTexts(Phrases):
    """Cards that are over, and single sentences in the chat."""

    group = "messages"

    canceled_title = "Canceled"
    canceled = "Nothing was removed."
    undo_canceled = "Nothing was given back."
    replaced_title = "This went on below"
    replaced = "A newer card further down shows where you are."
    not_yours_title = "This card belongs to someone else"
    not_yours = "Only the person who started it can use it. Type “hi” to start your own."
    unknown_title = "I no longer know this card"
    unknown = (
        "It is too old, or not one of mine. Nothing was changed. Type “history” to find a receipt, "
        "or “hi” to begin."
    )
    press_without_data = (
        "Teams sent me that click without its details, so nothing was changed. Please press the "
        "button again. If it keeps happening, close and reopen the chat."
    )
    text_too_long = (
        "That message is too long for me to read. Please send it in parts, or choose the people by "
        "product instead."
    )
    unknown_dialog = "This is not one of mine. Type “hi” to begin, or “help” to see what I can do."
    working_title = "Working on it"
    working = "This card changes in a moment."
    channel_greeting = (
        "Hi. Mention me and write “hi”, and I will help you take licenses back. An admin who "
        "mentions me and writes “approvals here” has requests for approval posted in this channel."
    )
    too_fast = "That was a lot in a short time, so this was left out. Wait a moment, then go on."
    link_too_old = "This link is too old, or not one of mine. Open the card again for a new one."
    canceled_message = "Canceled. Nothing was removed."
    undo_canceled_message = "Canceled. Nothing was given back."
    nothing_to_cancel = "There is nothing to cancel."
    belongs_to_someone_else = "This card belongs to someone else. Type “hi” to start your own."

    def internal_error(self, correlation: str) -> str:
        """A fault of the bot, with the number by which its log entry is found."""
        return (
            "Something went wrong on our side, and nothing was changed by this. Please try again. "
            f"If it keeps happening, give your admin this number: {correlation}."
        )
