"""Who one is, signing in and signing out."""

from collections.abc import Mapping

from cards.words.groups.phrases import Phrases
from licensing.tenant.roles import ActingMode


class AccountTexts(Phrases):
    """Who one is, signing in and signing out."""

    group = "account"

    who_title = "You and your roles"
    who_roles = "Active roles"
    who_no_roles = "none that has to do with licenses"
    who_eligible = "Not active"
    who_acting = "I act"
    who_acts: Mapping[ActingMode, str] = {
        ActingMode.PERSON: "as you, with your rights. The audit log of Microsoft 365 names you.",
        ActingMode.APP: (
            "as the app, for people whose role allows it. The audit log of Microsoft 365 names the "
            "app; my own records name you."
        ),
    }
    audit_names_app = (
        "The audit log of Microsoft 365 will name the app and not you. My own records name you."
    )
    # Signing in, and out again.
    sign_in = "Sign in"
    sign_in_to_continue = (
        "Please sign in, and I go on from here. I act in your name, with your rights."
    )
    sign_in_for_channel = (
        "Please sign in, and I continue with what you asked for in the channel or group chat. I "
        "act in your name, with your rights."
    )
    sign_in_in_own_chat = (
        "If I don't answer in a moment, sign in in your own chat with me. Then I continue here."
    )
    sign_in_again = (
        "This affects many people, so sign in again to confirm it's you. Then your approval counts."
    )
    sign_in_for_run = "Removing licenses has paused. Please sign in, and it goes on from there."
    signed_in = "You are signed in."
    wrong_code = "That code is invalid or has expired. Please sign in again."
    signed_out = "You are signed out. I kept nothing of your sign-in."
    not_signed_in = "You were not signed in."
    no_sign_in_here = "There is nothing to sign out of: I act in the name of the app here."
    window_title = "Sign in to Unassign"
    window_done = "You are signed in. You can close this window."
    window_code = "If this window stays open, type this code in the chat:"
    window_denied = "You are not signed in. Close this window and try again in the chat."
    window_old = "This link is too old. Write “hello” to the bot in Teams to get a new one."
