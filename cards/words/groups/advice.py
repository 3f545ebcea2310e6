"""Advice: what else could be done, and where Microsoft says how."""

from collections.abc import Mapping

from cards.words.groups.phrases import Phrases
from licensing.plans.advice import Advice


class AdviceTexts(Phrases):
    """What stands behind "Before you do this"."""

    group = "advice"

    before = "Before you do this"
    advice: Mapping[Advice, str] = {
        Advice.DELETE_ACCOUNT: (
            "Is the person leaving? Deleting the account frees all its licenses immediately, and "
            "the account can be restored for 30 days."
        ),
        Advice.CONVERT_MAILBOX: (
            "Turn the mailbox into a shared one first, while the license is there. Below 50 GB, "
            "without an archive and a hold, it then needs none."
        ),
        Advice.INACTIVE_MAILBOX: (
            "To keep a mailbox for the record: put it on hold first, then delete the account while "
            "the license is still there. It becomes an inactive mailbox. In the opposite order, "
            "the mail is lost."
        ),
        Advice.BLOCK_SIGN_IN: (
            "To keep someone from getting at data, block sign-in. Removing a license alone does "
            "not sign anyone out."
        ),
        Advice.HAND_OVER_ONEDRIVE: (
            "Give a manager or colleague access to the OneDrive, so that files can be moved in "
            "time."
        ),
        Advice.SAVE_CLOUD_PC: (
            "Copy what lies on the disk of a Cloud PC and not in OneDrive: before the removal for "
            "Windows 365 Business, within 7 days for Enterprise."
        ),
        Advice.KEEP_NUMBER: (
            "Note the phone number first: it is taken from the person, and must be assigned again "
            "by hand, also when the license comes back."
        ),
        Advice.NO_LICENSE_NEEDED: (
            "Shared, room and equipment mailboxes need a license only above 50 GB, with an "
            "archive, or on hold. Look at their size first."
        ),
        Advice.TAKE_OVER: (
            "Licenses that people bought themselves can't be removed before the subscription is "
            "taken over."
        ),
    }
    advice_links: Mapping[Advice, str] = {
        Advice.DELETE_ACCOUNT: "Delete a user",
        Advice.CONVERT_MAILBOX: "Convert a user mailbox to a shared mailbox",
        Advice.INACTIVE_MAILBOX: "Create and manage inactive mailboxes",
        Advice.BLOCK_SIGN_IN: "Block a former employee's access",
        Advice.HAND_OVER_ONEDRIVE: "Give another employee access to OneDrive",
        Advice.SAVE_CLOUD_PC: "Grace periods of Cloud PCs",
        Advice.KEEP_NUMBER: "Change or remove a phone number",
        Advice.NO_LICENSE_NEEDED: "About shared mailboxes",
        Advice.TAKE_OVER: "Manage self-service purchases",
    }
    before_by_hand = "All of this is done by hand in the admin centers."
    before_powershell = "The same can be done with a script."
    before_powershell_link = "Remove licenses with PowerShell"
    related = "Related articles"
    related_former = "Remove a former employee"
    related_inactive = "Learn about inactive mailboxes"
    related_subscriptions = "Understand subscriptions and licenses"
    related_fewer = "Remove licenses from your subscription"
    related_assign = "Assign licenses to users"

    def advice_for(self, people: int) -> str:
        """For how many people a piece of advice is."""
        return f"For {self.people(people)}"
