"""The preview and its warnings, and what stands behind "Before you do this"."""

from datetime import date

from cards.words.english.choosing import Choosing
from cards.words.english.small import capital


class Preview(Choosing):
    """The preview and its warnings, and what stands behind "Before you do this"."""

    preview_nothing = "Nothing would be removed"
    person = "Person"
    fate_lines = "What would happen"
    goes = "Goes"
    stays = "Stays"
    read_more = "More on Microsoft's site"
    nothing = "nothing"
    not_held = "Not held"
    gone_people = "Nobody on the list is in the directory any more."
    count_people = "People chosen"
    count_affected = "People changed"
    count_licenses = "Licenses that go"
    count_inherited = "Stay by group"
    count_not_held = "Not held"

    def direct_assignment(self, name: str) -> str:
        """A direct assignment that goes while a group's stays."""
        return f"{name} (the direct assignment)"

    def preview_spoken(self, title: str, day: date) -> str:
        """The preview in a sentence."""
        return f"Preview. {title}. {self.reckoned(day)} Read the warnings before you continue."

    def reckoned(self, day: date) -> str:
        """The day the dates are for."""
        return f"Dates are for a removal today, {self.day(day)}."

    def why_nothing(self, inherited: int, not_held: int) -> str:
        """Why a plan removes nothing."""
        if inherited and not not_held:
            return f"{capital(self._all_of(inherited))} from groups. " + self.group_hint
        if not_held and not inherited:
            return "Nobody on the list holds any of these licenses."
        if inherited:
            return (
                "Whoever on the list holds one of these licenses has it from a group. "
                + self.group_hint
            )
        return "Nobody on the list holds a license."

    def _all_of(self, count: int) -> str:
        return "the license comes" if count == 1 else f"all {self.number(count)} licenses come"

    def deletion(self, losers: str, count: int, day: date) -> str:
        """The deletion warning where somebody loses a mailbox."""
        loss = "loses the mailbox" if count == 1 else "lose their mailboxes"
        return (
            f"{losers} {loss}. The data is held for 30 days, until {self.day(day)}, and then "
            "deleted for good."
        )

    def deletion_without_mailbox(self, day: date) -> str:
        """The deletion warning where nobody loses a mailbox."""
        return (
            f"Data that belongs to these licenses is held for 30 days, until {self.day(day)}, and "
            "then deleted for good. Nobody loses a mailbox: no license that goes is anybody's last "
            "with a mailbox."
        )

    def ediscovery(self, mailboxes: int) -> str:
        """The eDiscovery warning where somebody loses a mailbox."""
        which = "This mailbox" if mailboxes == 1 else f"These {self.mailboxes(mailboxes)}"
        return f"{which} can no longer be searched by eDiscovery as soon as the license is gone."

    no_ediscovery = "eDiscovery finds as much as before, because nobody loses a mailbox."

    def onedrive(self, losers: str, count: int, read_only: date, archived: date) -> str:
        """The OneDrive warning."""
        loss = "loses OneDrive. It turns" if count == 1 else "lose OneDrive. Each turns"
        return (
            f"{losers} {loss} read-only on {self.day(read_only)} and is "
            f"archived or moved to the recycle bin on {self.day(archived)}."
        )

    def onedrive_stays(self, losers: str, count: int) -> str:
        """The OneDrive warning of a cloud that archives no OneDrive."""
        verb = "loses" if count == 1 else "lose"
        return (
            f"{losers} {verb} OneDrive. In this cloud Microsoft does not archive it: the files are "
            "not deleted until the account is."
        )

    def inherited(self, count: int, groups: str) -> str:
        """Licenses that stay."""
        verb = "stays, because it comes" if count == 1 else "stay, because they come"
        return f"{self.licenses(count)} {verb} from {groups}. {self.group_hint}"

    def office(self, losers: str, count: int) -> str:
        """The warning about Office's notices."""
        verb = "sees" if count == 1 else "see"
        return f"{losers} {verb} “Unlicensed Product” in the Office apps on the desktop."

    before = "Before you do this"
    before_delete = (
        "Is the person leaving? Deleting the account frees all its licenses at once, and the "
        "account can be restored for 30 days."
    )
    before_delete_link = "Delete a user"
    before_mailbox = (
        "To keep a mailbox, with a subscription such as Enterprise: put it on hold and delete the "
        "account while the license is still there. It becomes an inactive mailbox."
    )
    before_mailbox_link = "Create and manage inactive mailboxes"
    before_block = (
        "To stop somebody from getting at data, block sign-in first. Removing a license alone does "
        "not sign anybody out."
    )
    before_block_link = "Remove a former employee"
    before_self_service = (
        "Licenses that people bought themselves can't be removed before the subscription is taken "
        "over."
    )
    before_self_service_link = "Unassign licenses from users"
    before_powershell = "The same can be done with a script."
    before_powershell_link = "Remove licenses with PowerShell"
    related = "Related articles"
    related_inactive = "Learn about inactive mailboxes"
    related_subscriptions = "Understand subscriptions and licenses"
    related_fewer = "Remove licenses from your subscription"
    related_assign = "Assign licenses to users"
