"""What is lost: each kind of data by name, what becomes of it, and what could not be looked up."""

from collections.abc import Mapping, Sequence
from datetime import date

from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases, capital
from licensing.losses.dependencies import Effect
from licensing.losses.rules import DataEvent, DatedEvent
from licensing.losses.services import Data
from licensing.tenant.cases import Hold
from licensing.tenant.checks import Check
from licensing.tenant.mailboxes import Mailbox


class LossesTexts(Phrases):
    """What is lost: each kind of data by name, what becomes of it, and what is not known."""

    group = "losses"

    #: Each kind of data by name.
    data_names = TextOf(Data)
    #: What Microsoft does with each kind, for one person, in a sentence or two.
    data_rules = TextOf(Data)
    mailbox_kinds = TextOf(Mailbox)
    loses = Text()
    keeps = Text()
    in_cases = Text()
    no_license_left = Text()
    ends_title = Text()
    ends_detail = Text()
    #: For a viewer who may not know the name.
    unnamed_case = Text()

    def unchecked_reason(self, check: Check, asker: str = "") -> str:
        """Why something could not be looked up, after "because"; `asker` where that is not you."""
        return self.say("unchecked_reason", why=check.why, asked=bool(asker), asker=asker)

    def event_name(self, kind: Data, event: DataEvent) -> str:
        """What happens, in a word or two."""
        return self.say("event_name", kind=kind, event=event)

    def one_loss(self, kind: Data, happenings: Sequence[DatedEvent]) -> str:
        """One kind that a person loses, with its days: the mailbox (deleted Dec 24, 2026)."""
        days = [
            self.say(
                "event_on", event=self.event_name(kind, one.event), day=self.short_day(one.day)
            )
            for one in happenings
        ]
        return self.say(
            "one_loss", what=self.data_names[kind], dated=bool(days), days=self.joined(days)
        )

    def one_kept(self, kinds: Sequence[Data], product: str) -> str:
        """What a person keeps, and which product still supplies it."""
        kept = self.listed([self.data_names[kind] for kind in kinds])
        return self.say("one_kept", kept=kept, product=product)

    def one_case(self, name: str, hold: Hold) -> str:
        """A case with its state: Falcon (on hold)."""
        return self.say("one_case", name=name or self.unnamed_case, hold=hold)

    def case_of_several(self, name: str, holds: Mapping[Hold, int]) -> str:
        """A case with the state of the people in it: Falcon (1 on hold, 1 not on hold)."""
        if len(holds) == 1:
            return self.one_case(name, next(iter(holds)))
        states = [
            self.say("people_in_state", count=holds[hold], hold=hold)
            for hold in Hold
            if hold in holds
        ]
        return self.say(
            "case_of_several", name=name or self.unnamed_case, states=self.joined(states)
        )

    def whose_mailbox(self, kind: Mailbox) -> str:
        """What a mailbox is that is no one's own."""
        return self.say("whose_mailbox", mailbox=capital(self.mailbox_kinds[kind]))

    def cloud_pcs(self, losers: str, count: int, day: date, *, business: bool = False) -> str:
        """The warning about Cloud PCs; those of Windows 365 Business have a day only."""
        return self.say(
            "cloud_pcs", losers=losers, count=count, day=self.day(day), business=business
        )

    def unknown_products(self, losers: str, count: int, products: str) -> str:
        """The warning about products of which no one can tell what they carry."""
        return self.say(
            "unknown_products",
            losers=losers,
            count=count,
            named=bool(products),
            products=products,
        )

    def new_services(self, services: Sequence[str], total: int) -> str:
        """Services that Microsoft added since."""
        return self.say("new_services", services=self.and_more(services, total))

    def archives(self, losers: str, count: int, day: date) -> str:
        """The warning about archives where the mailbox stays."""
        return self.say("archives", losers=losers, count=count, day=self.day(day))

    def smaller(self, losers: str, count: int) -> str:
        """The warning about mailboxes that get smaller."""
        return self.say("smaller", losers=losers, count=count)

    onedrive_cost = Text()

    def held_in_cases(self, people: str, count: int, cases: Sequence[str], total: int) -> str:
        """The warning about people in open cases."""
        return self.say(
            "held_in_cases",
            losers=people,
            count=count,
            total=total,
            named=bool(cases),
            cases=self.and_more(cases, total),
        )

    def cases_checked(self, check: Check, found: int, asker: str = "") -> str:
        """How far open cases were looked up; `asker` is the person who looked, if not you."""
        if not check.done:
            return self.say("cases_unchecked", reason=self.unchecked_reason(check, asker))
        at = self.moment(check.at) if check.at else None
        if check.own_view:
            return self.say("cases_seen", asked=bool(asker), asker=asker, found=found, at=at)
        return "" if found else self.say("no_cases", at=at)

    holds_elsewhere = Text()

    def refused_addon(self, addon: str, people: int, direct: int, *, surely: bool = True) -> str:
        """An add-on for which Microsoft 365 refuses the removal, or may refuse it."""
        return self.say(
            "refused_addon", addon=addon, people=people, together=direct == people, surely=surely
        )

    def stopped_addons(self, addons: Sequence[str], total: int, people: int) -> str:
        """Add-ons that stop working."""
        return self.say(
            "stopped_addons", addons=self.and_more(addons, total), count=total, people=people
        )

    def partly_stopped(self, products: Sequence[str], total: int, people: int) -> str:
        """Suites of which a part stops working."""
        return self.say(
            "partly_stopped", products=self.and_more(products, total), count=total, people=people
        )

    def addon_of(self, name: str, effect: Effect) -> str:
        """An add-on of one person."""
        return self.say("addon_of", name=name, effect=effect)

    def self_bought(self, count: int) -> str:
        """Licenses that people seem to have bought."""
        return self.say("self_bought", count=count)

    def unexplained(self, count: int) -> str:
        """Licenses of which it is not known how they are assigned."""
        return self.say("unexplained", count=count)

    def own(self, count: int) -> str:
        """Licenses of the person who acts."""
        return self.say("own", count=count)

    def partly_self_bought(self, products: Sequence[str], total: int) -> str:
        """Products of which people bought a part."""
        return self.say("partly_self_bought", products=self.and_more(products, total))

    def self_bought_unknown(self, check: Check) -> str:
        """No one could look who bought what."""
        return self.say("self_bought_unknown", reason=self.unchecked_reason(check))

    def shared_mailboxes(self, counts: Sequence[tuple[Mailbox, int]]) -> str:
        """Mailboxes that need no license."""
        said = [self.say("mailboxes_of_kind", kind=kind, count=count) for kind, count in counts]
        return self.say(
            "shared_mailboxes",
            mailboxes=capital(self.listed(said)),
            count=sum(count for _, count in counts),
        )

    def unknown_mailboxes(self, count: int, check: Check) -> str:
        """Mailboxes that no one could look at."""
        return self.say("unknown_mailboxes", count=count, reason=self.unchecked_reason(check))

    def last_licenses(self, people: str, count: int) -> str:
        """People who have no license afterwards."""
        return self.say("last_licenses", losers=people, count=count)
