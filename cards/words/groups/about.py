"""The pages that Teams links to from the app's description: what it is, privacy, terms of use."""

from collections.abc import Mapping

from cards.words.groups.phrases import Phrases


class AboutTexts(Phrases):
    """Three short pages: headings, and what stands below, a paragraph a line."""

    group = "about"

    about_title = "Unassign"
    sections: Mapping[str, str] = {
        "What this is": (
            "Unassign takes Microsoft 365 licenses back without losing anyone's mail. "
            "It works in Microsoft Teams: look for it under Apps, and write “hi”.\n"
            "This is the address at which Teams reaches it. There is nothing to do here."
        ),
    }
    privacy_title = "Privacy"
    privacy: Mapping[str, str] = {
        "Who runs it": (
            "This copy of Unassign is run by your organization, on its own machines or in its own "
            "cloud. Those who wrote it get no data from it."
        ),
        "What it keeps": (
            "What you choose, preview and confirm in Teams, and what came of it, with names and "
            "addresses of the people concerned.\n"
            "A journal of who decided what, and what was done to whom. It holds ids only, no names "
            "and no addresses, and can't be changed afterwards.\n"
            "Your sign-in, encrypted, until you sign out. It is used to call Microsoft Graph with "
            "your own rights.\n"
            "Its log holds no names, no addresses and nothing that you wrote."
        ),
        "Where it goes": (
            "To Microsoft Graph and to Microsoft Teams, in the cloud of your organization, and "
            "nowhere else. All of it lies in a database that your organization keeps.\n"
            "The table of a receipt goes into your own OneDrive when you ask for it and allow it."
        ),
        "What you can ask for": (
            "Ask your organization's administrator to see what is kept about you, or to have it "
            "removed."
        ),
    }
    terms_title = "Terms of use"
    terms: Mapping[str, str] = {
        "The software": (
            "Unassign is free software under the MIT License and comes without any warranty. It is "
            "not a product of Microsoft."
        ),
        "Using it": (
            "What you may do with it is decided by your organization and by your roles in "
            "Microsoft 365.\n"
            "Removing a license can lead to data being deleted some time later. Each preview says "
            "whose data that is, and on which day."
        ),
    }
