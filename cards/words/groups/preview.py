"""The preview and its warnings, and what stands behind "Before you do this"."""

from collections.abc import Sequence
from datetime import date

from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases, capital
from licensing.losses.services import Data
from licensing.plans.savings import SavedCost, Saving
from licensing.tenant.groups import MembershipType


class PreviewTexts(Phrases):
    """The preview and its warnings, and what stands behind "Before you do this"."""

    group = "preview"

    nothing_removed = Text()
    person = Text()
    action_lines = Text()
    goes = Text()
    stays = Text()
    unexplained = Text()
    ediscovery_search = Text()
    ediscovery_cases = Text()
    nothing = Text()
    not_held = Text()
    gone_people = Text()
    count_people = Text()
    count_affected = Text()
    count_licenses = Text()
    count_freed = Text()
    count_still_assigned = Text()
    count_inherited = Text()
    count_not_held = Text()
    count_unexplained = Text()

    def read_more(self, subject: str) -> str:
        """A link to a page of Microsoft; `subject` tells it from the others on a card."""
        return self.say("read_more", subject=subject)

    def unlisted(self, name: str) -> str:
        """A product on which Microsoft 365 contradicts itself."""
        return self.say("unlisted", name=name)

    def direct_assignment(self, name: str) -> str:
        """A direct assignment that goes while a group's stays."""
        return self.say("direct_assignment", name=name)

    def spoken(self, title: str, day: date) -> str:
        """The preview in a sentence."""
        return self.say("spoken", title=title, day=self.day(day))

    def why_nothing(self, inherited: int, not_held: int) -> str:
        """Why a plan removes nothing."""
        return self.say("why_nothing", inherited=inherited, not_held=not_held)

    def deletion(self, losers: str, count: int, day: date, works: date | None = None) -> str:
        """The deletion warning where someone loses a mailbox; `works` is how long it works on."""
        return self.say(
            "deletion",
            losers=losers,
            count=count,
            day=self.day(day),
            works=self.day(works) if works else None,
        )

    def ediscovery(self, mailboxes: int, archives: int, works: date | None = None) -> str:
        """The eDiscovery warning; `works` is the day until which a mailbox works on."""
        return self.say(
            "ediscovery",
            which=capital(self.searched(mailboxes, archives)),
            works=self.day(works) if works else None,
        )

    def searched(self, mailboxes: int, archives: int) -> str:
        """What eDiscovery can no longer search: these 3 mailboxes and this mail archive."""
        stores: list[str] = []
        if mailboxes:
            stores.append(self.say("searched_mailboxes", count=mailboxes))
        if archives:
            stores.append(self.say("searched_archives", count=archives))
        return self.listed(stores)

    def ediscovery_onedrive(self, count: int, day: date) -> str:
        """From when on eDiscovery no longer finds a OneDrive."""
        return self.say("ediscovery_onedrive", count=count, day=self.day(day))

    def nothing_lost(self, unknown: str = "") -> str:
        """Nothing is lost; `unknown` are services that are not known yet."""
        return self.say("nothing_lost", known=not unknown, unknown=unknown)

    def no_deletion(self, unknown: str = "") -> str:
        """Nothing is deleted."""
        return self.say("no_deletion", known=not unknown, unknown=unknown)

    def no_ediscovery(self, unknown: str = "") -> str:
        """Nothing is lost to eDiscovery."""
        return self.say("no_ediscovery", known=not unknown, unknown=unknown)

    def unknown_losses(self, products: str) -> str:
        """No one can tell what is lost."""
        return self.say("unknown_losses", named=bool(products), products=products)

    def unknown_ediscovery(self, products: str) -> str:
        """No one can tell whether something is lost to eDiscovery."""
        return self.say("unknown_ediscovery", named=bool(products), products=products)

    def unknown_deletion(self, products: str) -> str:
        """No one can tell whether something is deleted."""
        return self.say("unknown_deletion", named=bool(products), products=products)

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
        return self.say(
            "onedrive",
            losers=losers,
            count=count,
            read_only=self.day(read_only),
            archived=self.day(archived),
            unsearchable=self.day(unsearchable),
            deleted=self.day(deleted),
        )

    def onedrive_stays(self, losers: str, count: int) -> str:
        """The OneDrive warning of a cloud that archives no OneDrive."""
        return self.say("onedrive_stays", losers=losers, count=count)

    def leaving(
        self, group: str, joining: MembershipType | None, also: Sequence[str], people: int
    ) -> str:
        """What else leaving a group would mean; `people` are those who lose something more."""
        said = self.say(
            "leaving", group=group, more=bool(also), also=self.listed(also), people=people
        )
        return self.sentences([said, self.joinings[joining]]) if joining else said

    joinings = TextOf(MembershipType)
    freed_title = Text()
    figures = TextOf(Saving)
    figures_note = Text()

    def seats(self, freed: int, available: int, status: str = "Enabled") -> str:
        """Licenses of one product that become free, and those that already are.

        `status` is Graph's capabilityStatus; empty where the tenant no longer lists the product.
        """
        return self.say(
            "seats", listed=bool(status), status=status, freed=freed, available=available
        )

    def worth(self, worth: SavedCost) -> str:
        """A number of licenses, and what they cost."""
        return self.say(
            "worth",
            licenses=worth.licenses,
            priced=bool(worth.monthly),
            monthly=self.money(worth.monthly),
            unpriced=worth.unpriced,
        )

    def renews(self, day: date) -> str:
        """When a number can be lowered first."""
        return self.say("renews", day=self.day(day))

    def inherited(self, count: int, groups: str) -> str:
        """Licenses that stay."""
        said = self.say("inherited", count=count, groups=groups)
        return self.sentences([said, self.say_from("choose", "group_hint")])

    def still_assigned(self, count: int, groups: str) -> str:
        """Direct assignments that go while a group still gives the product."""
        return self.say("still_assigned", count=count, groups=groups)

    def ending_for(self, kind: Data, count: int) -> str:
        """For how many people a service ends, and what they see of it at once."""
        return self.say("ending_for", kind=kind, count=count)
