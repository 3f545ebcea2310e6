"""Who one is, signing in and signing out."""

from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases
from licensing.tenant.roles import KNOWN_ROLES, ActingMode


class AccountTexts(Phrases):
    """Who one is, signing in and signing out."""

    group = "account"

    who_title = Text()
    who_roles = Text()
    who_no_roles = Text()
    who_eligible = Text()
    who_acting = Text()
    who_acts = TextOf(ActingMode)
    who_reader = Text()
    #: By the role's English name; each as Microsoft calls it in this language.
    roles = TextOf(KNOWN_ROLES.values())
    audit_names_app = Text()
    # Signing in, and out again.
    sign_in = Text()
    sign_in_to_start = Text()
    sign_in_to_continue = Text()
    sign_in_for_channel = Text()
    sign_in_in_own_chat = Text()
    sign_in_again = Text()
    sign_in_for_run = Text()
    signed_in = Text()
    wrong_code = Text()
    signed_out = Text()
    not_signed_in = Text()
    no_sign_in_here = Text()
    window_title = Text()
    window_done = Text()
    window_code = Text()
    window_denied = Text()
    window_old = Text()

    def role(self, name: str) -> str:
        """A role in this language, from its English name; any other name stays as it is."""
        return self.roles.get(name, name)
