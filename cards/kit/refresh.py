"""Cards that look different to each viewer (Microsoft Teams, "User Specific Views")."""

from collections.abc import Sequence
from typing import Final

from microsoft_teams.cards import RefreshDefinition

from cards.kit.actions import Verb
from cards.kit.card import button

#: Maximum number of people for whom Teams draws views.
MOST_VIEWERS: Final = 60


def view_for(viewers: Sequence[str], token: str, title: str) -> RefreshDefinition | None:
    """Give these people (Teams user ids) a separate view; None for no one.

    Everyone else sees the card as it is, and gets their own by its button or the client's menu.
    """
    if not viewers:
        return None
    look = button(Verb.LOOK, token, title, validate=False)
    return RefreshDefinition(action=look, user_ids=list(viewers[:MOST_VIEWERS]))
