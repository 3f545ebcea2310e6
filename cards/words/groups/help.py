"""The help card."""

from collections.abc import Sequence

from cards.words.groups.phrases import Phrases


class HelpTexts(Phrases):
    """The help card."""

    group = "help"

    title = "What I can do"
    intro = (
        "I take Microsoft 365 licenses back from people. First you choose, then you see who loses "
        "what and on which day, then you confirm. Nothing is removed before that."
    )
    typing = "You can type instead of pressing"
    commands: Sequence[tuple[str, str]] = (
        ("hi", "the start page"),
        ("by product", "start with products"),
        ("by user", "start with one person"),
        ("many users", "start with a list of people"),
        ("next, back", "one step on or back"),
        ("page 2", "another page of a preview or result"),
        ("cancel", "cancel what you are doing; nothing is removed"),
        ("status", "what is running"),
        ("pause, resume, stop", "pause, resume or stop a run"),
        ("history", "the receipts, newest first"),
        ("receipt 42", "what was done with that number"),
        ("undo 42", "restore what it removed"),
        ("upcoming", "what will be lost in the next year"),
        ("start over", "start again with nothing chosen"),
        ("requests", "what waits for approval, what you asked, what ended"),
        ("why 12", "each step of request 12 with its reason"),
        ("policy", "who may ask, and when approval is needed"),
        ("delegate", "let someone approve in your place for a while"),
        ("who am i", "your roles and what they allow"),
        ("sign out", "forget my sign-in"),
        ("help", "this card"),
    )
    lists = "While you choose people, you can also paste a list of addresses into the chat."
    roles = "Who may remove licenses"
    roles_text = (
        "Global Administrators, License Administrators, User Administrators and Directory Writers. "
        "Billing Administrators may not, although older pages of Microsoft say so."
    )
    roles_link = "About admin roles"
