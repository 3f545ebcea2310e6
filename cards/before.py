"""What to think of before a license is removed, as Microsoft's page on it says, brought up to date.

Source: Microsoft 365, "Unassign licenses from users" and the pages it leads to.
"""

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.blocks import link, subheading, text
from cards.kit import fold
from cards.words.english import English


def before_button(words: English) -> Action:
    """A button that unfolds the advice."""
    advice = (
        (words.before_delete, words.before_delete_link, words.links.delete_account),
        (words.before_mailbox, words.before_mailbox_link, words.links.keep_mailbox),
        (words.before_block, words.before_block_link, words.links.former_employee),
        (words.before_self_service, words.before_self_service_link, words.links.unassign),
        (words.before_powershell, words.before_powershell_link, words.links.powershell),
    )
    items: list[CardElement] = []
    for said, title, url in advice:
        items += [text(said), link(title, url, spacing="None")]
    items.append(subheading(words.related))
    items += [link(title, url) for title, url in _related(words)]
    return fold(words.before, items)


def _related(words: English) -> list[tuple[str, str]]:
    return [
        (words.related_inactive, words.links.inactive_mailboxes),
        (words.related_subscriptions, words.links.subscriptions),
        (words.related_fewer, words.links.fewer_licenses),
        (words.related_assign, words.links.assign),
    ]
