"""The preview and its warnings, and what stands behind "Before you do this"."""

from collections.abc import Mapping, Sequence
from datetime import date

from cards.words.groups.choose import GROUP_HINT
from cards.words.groups.phrases import Phrases, capital
from licensing.losses.services import Data
from licensing.plans.savings import SavedCost, Saving
from licensing.tenant.groups import MembershipType


class PreviewTexts(Phrases):
    """The preview and its warnings, and what stands behind "Before you do this"."""

    group = "preview"

    nothing_removed = "Nothing would be removed"
    person = "Person"
    action_lines = "What would happen"
    goes = "Goes"
    stays = "Stays"
    unexplained = "Unclear, left as it is"
    read_more = "More on Microsoft's site"
    nothing = "nothing"
    not_held = "Not held"
    gone_people = "No one on the list is in the directory now."
    count_people = "People chosen"
    count_affected = "People affected"
    count_licenses = "Licenses to remove"
    count_freed = "Seats that come free"
    count_still_assigned = "Removed, still assigned through groups"
    count_inherited = "Kept through groups"
    count_not_held = "Not held"
    count_unexplained = "Unclear, left as they are"

    def unlisted(self, name: str) -> str:
        """A product on which Microsoft 365 contradicts itself."""
        return f"{name} (Microsoft 365 also says that it is not held)"

    def direct_assignment(self, name: str) -> str:
        """A direct assignment that goes while a group's stays."""
        return f"{name} (the direct assignment)"

    def spoken(self, title: str, day: date) -> str:
        """The preview in a sentence."""
        return f"Preview. {title}. {self.dates_for_day(day)} Read the warnings before you continue."

    def dates_for_day(self, day: date) -> str:
        """The day the dates are for."""
        return f"Dates are for a removal today, {self.day(day)}."

    def why_nothing(self, inherited: int, not_held: int) -> str:
        """Why a plan removes nothing."""
        if inherited and not not_held:
            return f"{capital(self._all_of(inherited))} from groups. " + GROUP_HINT
        if not_held and not inherited:
            return "No one on the list holds any of these licenses."
        if inherited:
            return (
                "Everyone on the list who holds one of these licenses has it from a group. "
                + GROUP_HINT
            )
        return "No one on the list holds a license."

    def _all_of(self, count: int) -> str:
        return "the license comes" if count == 1 else f"all {self.number(count)} licenses come"

    def deletion(self, losers: str, count: int, day: date, works: date | None = None) -> str:
        """The deletion warning where someone loses a mailbox; `works` is how long it works on."""
        loss = "loses the mailbox" if count == 1 else "lose their mailboxes"
        if works is not None:
            on = "It works" if count == 1 else "They work"
            return (
                f"{losers} {loss}. {on} on until {self.day(works)}. Then the data is held for 30 "
                f"days, until {self.day(day)}, and deleted for good. Mail forwarding ends too."
            )
        return (
            f"{losers} {loss}. The data is held for 30 days, until {self.day(day)}, and then "
            "deleted for good. Mail forwarding ends with the license."
        )

    def ediscovery(self, mailboxes: int, archives: int, works: date | None = None) -> str:
        """The eDiscovery warning; `works` is the day until which a mailbox works on."""
        which = capital(self.searched(mailboxes, archives))
        return f"{which} can no longer be searched by eDiscovery {self.search_ends(works)}."

    def searched(self, mailboxes: int, archives: int) -> str:
        """What eDiscovery can no longer search: these 3 mailboxes and this mail archive."""
        stores = ((mailboxes, "mailbox", "mailboxes"), (archives, "mail archive", "mail archives"))
        return self.listed(
            [
                f"this {one}" if count == 1 else f"these {self.some(count, one, several)}"
                for count, one, several in stores
                if count
            ]
        )

    def search_ends(self, works: date | None = None) -> str:
        """When eDiscovery loses something."""
        return f"after {self.day(works)}" if works else "as soon as the license is gone"

    def ediscovery_onedrive(self, count: int, day: date) -> str:
        """From when on eDiscovery no longer finds a OneDrive."""
        which = "This OneDrive is" if count == 1 else f"These {self.number(count)} OneDrives are"
        return (
            f"{which} no longer found by eDiscovery from {self.day(day)} on, if no one pays for "
            "the archive."
        )

    def nothing_lost(self, unknown: str = "") -> str:
        """Nothing is lost; `unknown` are services that are not known yet."""
        said = (
            "Nothing is deleted, and nothing is lost to eDiscovery. Files in OneDrive and "
            "SharePoint stay"
        )
        return self._as_known(said, unknown)

    def no_deletion(self, unknown: str = "") -> str:
        """Nothing is deleted."""
        return self._as_known("No data is deleted", unknown)

    def no_ediscovery(self, unknown: str = "") -> str:
        """Nothing is lost to eDiscovery."""
        said = "eDiscovery finds as much as before, because no one loses a mailbox or OneDrive"
        return self._as_known(said, unknown)

    def _as_known(self, said: str, unknown: str) -> str:
        if not unknown:
            return f"{said}."
        first = said if said.startswith("eDiscovery") else said[0].lower() + said[1:]
        return f"As far as is known, {first}. What this carries is not known: {unknown}."

    def unknown_losses(self, products: str) -> str:
        """No one can tell what is lost."""
        return (
            "Whether data is deleted, or lost to eDiscovery, is not known: "
            f"{self._untold(products)}"
        )

    def unknown_ediscovery(self, products: str) -> str:
        """No one can tell whether something is lost to eDiscovery."""
        return f"Whether anything is lost to eDiscovery is not known: {self._untold(products)}"

    def unknown_deletion(self, products: str) -> str:
        """No one can tell whether something is deleted."""
        return f"Whether anything is deleted is not known: {self._untold(products)}"

    def _untold(self, products: str) -> str:
        return f"no one can tell what {products or 'a product'} carries."

    def onedrive(
        self,
        losers: str,
        count: int,
        read_only: date,
        archived: date,
        unsearchable: date,
        deleted: date,
    ) -> str:
        """The OneDrive warning: read-only, archived, no longer found, may be deleted."""
        loss = "loses OneDrive. It turns" if count == 1 else "lose OneDrive. Each turns"
        return (
            f"{losers} {loss} read-only on {self.day(read_only)} and is archived, or moved to the "
            f"recycle bin, on {self.day(archived)}. If no one pays for its archive, eDiscovery "
            f"no longer finds it from {self.day(unsearchable)} on, and it may be deleted for good "
            f"from {self.day(deleted)} on, even under a hold."
        )

    def onedrive_stays(self, losers: str, count: int) -> str:
        """The OneDrive warning of a cloud that archives no OneDrive."""
        verb = "loses" if count == 1 else "lose"
        return (
            f"{losers} {verb} OneDrive. In this cloud Microsoft does not archive it: the files are "
            "not deleted until the account is."
        )

    def leaving(
        self, group: str, joining: MembershipType | None, also: Sequence[str], people: int
    ) -> str:
        """What else leaving a group would mean; `people` are those who lose something more."""
        takes = (
            f"Leaving {group} would also take {self.listed(also)} from {self.people(people)}, and "
            "whatever else the group opens."
            if also
            else f"Leaving {group} takes no other license, only whatever else the group opens."
        )
        return f"{takes} {self.joinings[joining]}" if joining else takes

    joinings: Mapping[MembershipType, str] = {
        MembershipType.ASSIGNED: "Its members are added and removed by hand.",
        MembershipType.DYNAMIC: (
            "A rule decides who is in it, so change the person's data or the rule."
        ),
        MembershipType.SYNCED: "It is kept on premises and must be changed there.",
        MembershipType.MAIL_ENABLED: "It also receives mail, so only Exchange can change it.",
        MembershipType.ROLE_ASSIGNABLE: (
            "It also gives a directory role, so only a few admins can change it."
        ),
    }
    freed_title = "What comes free"
    figures: Mapping[Saving, str] = {
        Saving.UNUSED: "Paid for but unused",
        Saving.REASSIGNABLE: "To give to others right away",
        Saving.REDUCIBLE: "Can be dropped at renewal",
    }
    figures_note = "These are three views of the same licenses. They don't add up."

    def seats(self, freed: int, available: int, status: str = "Enabled") -> str:
        """Licenses of one product that become free, and those that already are.

        `status` is Graph's capabilityStatus; empty where the tenant no longer lists the product.
        """
        if not status:
            return "none, because your tenant no longer lists this product"
        if status not in self.seats_usable:
            ended = self.seats_ended.get(status, f"in a state called {status}")
            return f"none, because the subscription is {ended}"
        note = self.seats_usable[status]
        return f"{self.number(freed)}, with {self.number(available)} free already{note}"

    #: By state of the subscription; Microsoft may add another.
    seats_usable: Mapping[str, str] = {
        "Enabled": "",
        "Warning": " (the subscription has expired and works only for now)",
    }
    seats_ended: Mapping[str, str] = {
        "Suspended": "suspended",
        "LockedOut": "locked out",
        "Deleted": "deleted",
    }

    def worth(self, worth: SavedCost) -> str:
        """A number of licenses, and what they cost."""
        said = self.licenses(worth.licenses)
        if worth.monthly:
            said += f", {self.money(worth.monthly)} a month"
        if worth.unpriced and worth.monthly:
            said += f" ({self.number(worth.unpriced)} of them without a price)"
        return said

    def renews(self, day: date) -> str:
        """When a number can be lowered first."""
        return (
            f"The first of these subscriptions renews on {self.day(day)}. Its number of licenses "
            "can usually be lowered only within 7 days of that, and only where no one holds them."
        )

    def inherited(self, count: int, groups: str) -> str:
        """Licenses that stay."""
        verb = "stays, because it comes" if count == 1 else "stay, because they come"
        return f"{self.licenses(count)} {verb} from {groups}. {GROUP_HINT}"

    def still_assigned(self, count: int, groups: str) -> str:
        """Direct assignments that go while a group still gives the product."""
        what, people, seat = (
            ("1 license that goes is", "that person keeps", "it frees no seat")
            if count == 1
            else (
                f"{self.licenses(count)} that go are",
                "those people keep",
                "they free no seats",
            )
        )
        return f"{what} still assigned through {groups}, so {people} the product and {seat}."

    def ending_for(self, kind: Data, count: int) -> str:
        """For how many people a service ends, and what they see of it at once."""
        if kind is not Data.OFFICE:
            return self.people(count)
        return f"{self.people(count)} will see “Unlicensed Product”"
