"""How the app shows itself in Teams before anyone has written to it: name, description, commands.

The most letters that each text may have are in Microsoft's schema of the manifest.
"""

from cards.words.catalog import Pairs, Text
from cards.words.groups.phrases import Phrases


class AppListingTexts(Phrases):
    """The app in the store of Teams, and the commands that Teams offers in a chat."""

    group = "app_listing"

    name = Text()
    full_name = Text()
    short_description = Text()
    description = Text()
    #: What Teams offers in a chat with the bot alone: what to type, and what it does.
    personal_commands = Pairs()
    #: What Teams offers behind a mention in a channel or a group chat.
    group_commands = Pairs()
