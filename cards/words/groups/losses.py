"""What is lost: each kind of data by name, what becomes of it, and what could not be looked up."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from cards.words.groups.phrases import Phrases, capital
from licensing.losses.dependencies import Effect
from licensing.losses.rules import DataEvent, DatedEvent
from licensing.losses.services import Data
from licensing.tenant.cases import Hold
from licensing.tenant.checks import Check, NotChecked
from licensing.tenant.mailboxes import Mailbox

#: Kinds whose names are in the plural.
SEVERAL: Final = frozenset(
    {Data.OFFICE, Data.PHONE, Data.CONFERENCING, Data.CALLS_ABROAD, Data.PROJECT_FEATURES}
)

#: Each kind of data by name.
DATA_NAMES: Final[Mapping[Data, str]] = {
    Data.MAILBOX: "the mailbox",
    Data.CLOUD_PC_BUSINESS: "the Cloud PC (Business)",
    Data.CLOUD_PC: "the Cloud PC",
    Data.ONEDRIVE: "OneDrive",
    Data.UNKNOWN: "what a product carries that is not known",
    Data.ARCHIVE: "the mail archive",
    Data.MAILBOX_SPACE: "mailbox storage",
    Data.ARCHIVE_SPACE: "archive storage",
    Data.ONEDRIVE_SPACE: "OneDrive storage",
    Data.ONEDRIVE_STAYS: "OneDrive",
    Data.PHONE: "calls with Teams Phone",
    Data.CALLING_PLAN: "the calling plan",
    Data.CALLS_ABROAD: "calls to other countries",
    Data.CONFERENCING: "dial-in numbers of meetings",
    Data.TEAMS: "Teams",
    Data.POWER_APPS: "Power Apps",
    Data.POWER_AUTOMATE: "Power Automate",
    Data.DYNAMICS: "Dynamics 365",
    Data.PROJECT: "Planner and Project",
    Data.PROJECT_FEATURES: "features of Planner and Project",
    Data.POWER_BI: "Power BI",
    Data.POWER_BI_PREMIUM: "Power BI Premium Per User",
    Data.VIVA_INSIGHTS: "Viva Insights",
    Data.OFFICE: "the Office apps on the desktop",
}


class LossesTexts(Phrases):
    """What is lost: each kind of data by name, what becomes of it, and what is not known."""

    group = "losses"

    data_names = DATA_NAMES
    #: What Microsoft does with each kind, for one person, in a sentence or two.
    data_rules: Mapping[Data, str] = {
        Data.MAILBOX: (
            "Without a license no one can use it, no mail arrives, and mail forwarding ends."
        ),
        Data.CLOUD_PC_BUSINESS: "After 24 hours it is deleted with everything on it.",
        Data.CLOUD_PC: "It can be used until then. Then it is deleted with everything on it.",
        Data.ONEDRIVE: (
            "The files can be used until they are read-only. Then they are archived, or in the "
            "recycle bin. A license brings archived files back, until they are deleted. That may "
            "happen after a year, even under a hold, unless someone pays for the archive."
        ),
        Data.ARCHIVE: "The mailbox stays, but not what was moved to the archive.",
        Data.MAILBOX_SPACE: (
            "The mailbox stays with less room. Above its new limit it sends and receives nothing."
        ),
        Data.UNKNOWN: (
            "Neither your tenant nor Microsoft's table says what is in this product. Find out "
            "before you go on."
        ),
        Data.ARCHIVE_SPACE: (
            "The archive stays with 50 GB. Above that, nothing more is moved into it."
        ),
        Data.ONEDRIVE_SPACE: (
            "OneDrive stays with less room. Above its new limit the files are read-only."
        ),
        Data.ONEDRIVE_STAYS: "Microsoft does not archive it. It stays until the account goes.",
        Data.PHONE: (
            "Calls end, and the phone number is taken from the person. It must be assigned again "
            "by hand. A Direct Routing number is forgotten."
        ),
        Data.CALLING_PLAN: (
            "Calls to the telephone network end, and the phone number is taken from the person. It "
            "must be assigned again by hand."
        ),
        Data.CALLS_ABROAD: "Only calls within the country go on.",
        Data.CONFERENCING: "Meetings of this person can no longer be joined by telephone.",
        Data.TEAMS: (
            "Teams can't be opened. Chats and channels stay. Files of chats are in OneDrive."
        ),
        Data.POWER_APPS: "Apps can't be opened. Apps and tables stay.",
        Data.POWER_AUTOMATE: (
            "Premium flows of this person stay, but Microsoft may turn them off after 180 days."
        ),
        Data.DYNAMICS: "Access ends. The person's records stay.",
        Data.PROJECT: "Premium features of Planner end. Plans stay.",
        Data.PROJECT_FEATURES: "Plans stay, without what only the larger plan can do.",
        Data.POWER_BI: "Shared workspaces can't be opened. Reports and data stay.",
        Data.POWER_BI_PREMIUM: (
            "Workspaces of Premium Per User can't be opened. What is in them stays."
        ),
        Data.VIVA_INSIGHTS: "Insights end. What was collected so far is kept.",
        Data.OFFICE: "The apps show “Unlicensed Product” and soon only read. Files stay.",
    }
    data_events: Mapping[DataEvent, str] = {
        DataEvent.STOPS: "stops",
        DataEvent.READ_ONLY: "read-only",
        DataEvent.ARCHIVED: "archived",
        DataEvent.UNSEARCHABLE: "not found by eDiscovery",
        DataEvent.DELETED: "deleted",
    }
    deletable = "may be deleted"
    #: Why something could not be looked up.
    unchecked: Mapping[NotChecked, str] = {
        NotChecked.CLOUD: "this cloud has no way to ask",
        NotChecked.OFF: "looking that up is switched off",
        NotChecked.NO_PERMISSION: "the app lacks the permission",
        NotChecked.NO_ROLE: "you have no role that may see it",
        NotChecked.NOT_YET: "the first look is still under way",
        NotChecked.NO_ANSWER: "Microsoft 365 did not answer",
        NotChecked.PARTLY: "Microsoft 365 did not tell everything",
    }
    mailbox_kinds: Mapping[Mailbox, tuple[str, str]] = {
        Mailbox.USER: ("own mailbox", "own mailboxes"),
        Mailbox.SHARED: ("shared mailbox", "shared mailboxes"),
        Mailbox.ROOM: ("room", "rooms"),
        Mailbox.EQUIPMENT: ("piece of equipment", "pieces of equipment"),
        Mailbox.UNKNOWN: ("mailbox", "mailboxes"),
    }
    hold_states: Mapping[Hold, str] = {
        Hold.APPLIED: "on hold",
        Hold.UNKNOWN: "hold unknown",
        Hold.NONE: "not on hold",
    }
    loses = "Loses"
    keeps = "Keeps"
    in_cases = "eDiscovery"
    no_license_left = "No license is left."
    ends_title = "Ends at once, and nothing is deleted"
    ends_detail = "What that means"
    #: For a viewer who may not know the name.
    unnamed_case = "a case whose name is not shown"
    read_rule = "Microsoft's page on it"

    def unchecked_reason(self, check: Check, asker: str = "") -> str:
        """Why something could not be looked up, after "because"; `asker` where that is not you."""
        if check.why is NotChecked.NO_ROLE and asker:
            return f"{asker} has no role that may see it"
        return self.unchecked[check.why] if check.why else ""

    def event_name(self, kind: Data, event: DataEvent) -> str:
        """What happens, in a word or two."""
        if kind is Data.ONEDRIVE and event is DataEvent.DELETED:
            return self.deletable
        return self.data_events[event]

    def one_loss(self, kind: Data, happenings: Sequence[DatedEvent]) -> str:
        """One kind that a person loses, with its days: the mailbox (deleted Dec 24, 2026)."""
        days = [
            f"{self.event_name(kind, one.event)} {self.short_day(one.day)}" for one in happenings
        ]
        return f"{self.data_names[kind]} ({', '.join(days)})" if days else self.data_names[kind]

    def one_kept(self, kinds: Sequence[Data], product: str) -> str:
        """What a person keeps, and which product still supplies it."""
        return f"{self.listed([self.data_names[kind] for kind in kinds])}, from {product}"

    def one_case(self, name: str, hold: Hold) -> str:
        """A case with its state: Falcon (on hold)."""
        return f"{name or self.unnamed_case} ({self.hold_states[hold]})"

    def case_of_several(self, name: str, holds: Mapping[Hold, int]) -> str:
        """A case with the state of the people in it: Falcon (1 on hold, 1 not on hold)."""
        if len(holds) == 1:
            return self.one_case(name, next(iter(holds)))
        states = [
            f"{self.number(holds[hold])} {self.hold_states[hold]}" for hold in Hold if hold in holds
        ]
        return f"{name or self.unnamed_case} ({', '.join(states)})"

    def whose_mailbox(self, kind: Mailbox) -> str:
        """What a mailbox is that is no one's own."""
        return f"{capital(self.mailbox_kinds[kind][0])}: it stays without a license, up to 50 GB."

    def cloud_pcs(self, losers: str, count: int, day: date, *, business: bool = False) -> str:
        """The warning about Cloud PCs; those of Windows 365 Business have a day only."""
        loss = "loses a Cloud PC" if count == 1 else "lose their Cloud PCs"
        it, gone = ("It", "it is") if count == 1 else ("They", "they are")
        if business:
            loss = f"{loss} of Windows 365 Business"
            return (
                f"{losers} {loss}. After 24 hours, on {self.day(day)}, {gone} deleted, with "
                "everything on the disk."
            )
        return (
            f"{losers} {loss}. {it} can be used for 7 more days. On {self.day(day)} {gone} "
            "deleted, with everything on the disk."
        )

    def unknown_products(self, losers: str, count: int, products: str) -> str:
        """The warning about products of which no one can tell what they carry."""
        loses = "loses" if count == 1 else "lose"
        return (
            f"{losers} {loses} {products or 'a product'}. What this carries is not known, so data "
            "may be lost with it. Find out before you go on."
        )

    def new_services(self, services: Sequence[str], total: int) -> str:
        """Services that Microsoft added since."""
        return (
            f"Not known to Unassign yet: {self.and_more(services, total)}. What they carry is open."
        )

    def archives(self, losers: str, count: int, day: date) -> str:
        """The warning about archives where the mailbox stays."""
        verb = "keeps the mailbox and loses" if count == 1 else "keep the mailbox and lose"
        return (
            f"{losers} {verb} the mail archive. What is in it is held until {self.day(day)}, and "
            "then deleted for good."
        )

    def smaller(self, losers: str, count: int) -> str:
        """The warning about mailboxes that get smaller."""
        whose = "keeps a smaller mailbox" if count == 1 else "keep smaller mailboxes"
        return (
            f"{losers} {whose}. A mailbox with more in it than its new limit no longer sends "
            "or receives anything."
        )

    onedrive_cost = (
        "Paying for the archive costs $0.05 per GB and month and stops the deletion. A license "
        "brings archived files back for nothing, until they are deleted."
    )

    def held_in_cases(self, people: str, count: int, cases: Sequence[str], total: int) -> str:
        """The warning about people in open cases."""
        verb = "is" if count == 1 else "are"
        which = "an open eDiscovery case" if total == 1 else "open eDiscovery cases"
        named = f": {self.and_more(cases, total)}" if cases else ""
        return (
            f"{people} {verb} in {which}{named}. Ask the people who run "
            f"{'it' if total == 1 else 'them'} before you go on."
        )

    def cases_checked(self, check: Check, found: int, asker: str = "") -> str:
        """How far open cases were looked up; `asker` is the person who looked, if not you."""
        if not check.done:
            said = "Whether someone here is in an open case could not be checked, because "
            return f"{said}{self.unchecked_reason(check, asker)}."
        at = f" (looked up {self.moment(check.at)})" if check.at else ""
        if check.own_view:
            who = asker or "you"
            none = f"No one here is named as a custodian in the open cases that {who} may see"
            some = f"Only cases that {who} may see were looked at"
            return f"{some if found else none}{at}. There may be more."
        none = f"No one here is named as a custodian in an open case{at}. Other holds may exist."
        return "" if found else none

    holds_elsewhere = (
        "Litigation holds and retention policies can't be looked up here. Exchange and Purview "
        "know of them."
    )

    def refused_addon(self, addon: str, people: int, direct: int, *, surely: bool = True) -> str:
        """An add-on for which Microsoft 365 refuses the removal, or may refuse it."""
        will = "will" if surely else "may"
        how = (
            "Remove both together"
            if direct == people
            else "Where a group gives it, take the person out of the group first"
        )
        return (
            f"Microsoft 365 {will} refuse for {self.people(people)}: {addon} needs a service of "
            f"what goes. {how}, or switch that service off in {addon}."
        )

    def stopped_addons(self, addons: Sequence[str], total: int, people: int) -> str:
        """Add-ons that stop working."""
        verb = "needs" if total == 1 else "need"
        return (
            f"{self.and_more(addons, total)} {verb} something that goes, and will no longer "
            f"work for {self.people(people)}. The license stays and is paid for."
        )

    def partly_stopped(self, products: Sequence[str], total: int, people: int) -> str:
        """Suites of which a part stops working."""
        verb = "has" if total == 1 else "have"
        return (
            f"{self.and_more(products, total)} {verb} services that need something that goes. "
            f"These will no longer work for {self.people(people)}, the rest will."
        )

    addon_effects: Mapping[Effect, str] = {
        Effect.BLOCKS: "the removal will be refused",
        Effect.MAY_BLOCK: "the removal may be refused",
        Effect.STOPS: "it stops working",
        Effect.PART_STOPS: "a part of it stops working",
    }

    def addon_of(self, name: str, effect: Effect) -> str:
        """An add-on of one person."""
        return f"{name}: {self.addon_effects[effect]}"

    def self_bought(self, count: int) -> str:
        """Licenses that people seem to have bought."""
        return (
            f"People seem to have bought {self.licenses(count)} of this themselves. Microsoft 365 "
            "may refuse the removal. To be sure, take the purchase over first."
        )

    def unexplained(self, count: int) -> str:
        """Licenses of which it is not known how they are assigned."""
        said, how = (
            ("1 license is left as it is", "it was")
            if count == 1
            else (f"{self.licenses(count)} are left as they are", "they were")
        )
        return (
            f"{said}: Microsoft 365 does not say how {how} assigned. Try again in a few minutes, "
            "or look in the admin center."
        )

    def own(self, count: int) -> str:
        """Licenses of the person who acts."""
        return f"This includes {self.licenses(count)} of your own."

    def partly_self_bought(self, products: Sequence[str], total: int) -> str:
        """Products of which people bought a part."""
        return (
            f"People bought some licenses of {self.and_more(products, total)} themselves. For "
            "those Microsoft 365 may refuse."
        )

    def self_bought_unknown(self, check: Check) -> str:
        """No one could look who bought what."""
        return (
            "Whether people bought some of these licenses themselves could not be checked, because "
            f"{self.unchecked_reason(check)}. Such licenses can't be removed."
        )

    def shared_mailboxes(self, counts: Sequence[tuple[Mailbox, int]]) -> str:
        """Mailboxes that need no license."""
        said = [self.some(count, *self.mailbox_kinds[kind]) for kind, count in counts]
        total = sum(count for _, count in counts)
        verb, it = ("stays", "It needs") if total == 1 else ("stay", "They need")
        return (
            f"{capital(self.listed(said))} {verb} without a license. {it} one above 50 GB, with an "
            "archive, or on hold."
        )

    def unknown_mailboxes(self, count: int, check: Check) -> str:
        """Mailboxes that no one could look at."""
        which = "1 of them is a" if count == 1 else f"{self.number(count)} of them are"
        kind = "mailbox" if count == 1 else "mailboxes"
        return (
            f"Whether {which} shared, room or equipment {kind} could not be checked, because "
            f"{self.unchecked_reason(check)}. A shared one below 50 GB would stay."
        )

    def last_licenses(self, people: str, count: int) -> str:
        """People who have no license afterwards."""
        verb = "has" if count == 1 else "have"
        return f"{people} {verb} no license left. Does the account still have to be there?"
