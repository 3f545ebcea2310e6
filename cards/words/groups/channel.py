"""The channel in which requests for approval are posted."""

from cards.words.groups.phrases import Phrases


class ChannelTexts(Phrases):
    """The channel in which requests for approval are posted."""

    group = "channel"

    title = "Approvals in this channel"
    explained = (
        "From now on I post requests for approval here. Someone whose role may remove licenses "
        "presses the button."
    )
    button = "Post requests here"
    done = "Thank you. Requests for approval are posted in this channel from now on."
    personal = (
        "Please write this in the channel where requests for approval should be posted: mention me "
        "there and write “approvals here”."
    )
    lost = (
        "I was taken out of the channel for approvals, or it is gone. Requests are kept. Please "
        "mention me in another channel and write “approvals here”."
    )
