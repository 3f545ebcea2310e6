"""How the app shows itself in Teams before anyone has written to it: name, description, commands.

The most letters that each text may have stand in Microsoft's schema of the manifest.
"""

from collections.abc import Sequence

from cards.words.english.phrases import Phrases


class AppListingTexts(Phrases):
    """The app in the store of Teams, and the commands that Teams offers in a chat."""

    name = "Unassign"
    full_name = "Unassign: take Microsoft 365 licenses back safely"
    short_description = "Take Microsoft 365 licenses back without losing anyone's mail."
    description = (
        "Choose people and products, see what each person would lose and on which day, confirm, "
        "and read a proof of what was removed. Nothing is removed before you have seen what it "
        "costs and confirmed it. Licenses are removed through Microsoft Graph, with your own "
        "rights or those that your organization has set up."
    )
    #: What Teams offers in a chat with the bot alone: what to type, and what it does.
    personal_commands: Sequence[tuple[str, str]] = (
        ("hi", "The licenses at a glance and the three journeys"),
        ("by product", "Take a product from the people who hold it"),
        ("by user", "See what one person holds and choose what goes"),
        ("many users", "Take licenses from a list of people"),
        ("status", "What is running, with Pause, Resume and Stop"),
        ("history", "Receipts of what was removed and given back"),
        ("requests", "What waits for you, what you asked, what ended"),
        ("who am i", "Your roles, and what they let you do"),
        ("sign out", "Let the bot forget your sign-in"),
        ("help", "What you can do here"),
    )
    #: What Teams offers behind a mention in a channel or a group chat.
    group_commands: Sequence[tuple[str, str]] = (
        ("hi", "The licenses at a glance; everyone here sees it"),
        ("by product", "Take a product from the people who hold it"),
        ("by user", "See what one person holds and choose what goes"),
        ("many users", "Take licenses from a list of people"),
        ("status", "What is running, with Pause, Resume and Stop"),
        ("history", "Receipts of what was removed and given back"),
        ("approvals here", "Post requests for approval in this channel from now on"),
        ("who am i", "Your roles, and what they let you do"),
        ("help", "What can be done here"),
    )
