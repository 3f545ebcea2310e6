"""What a step sees: who acts, the tenant as that person sees it, texts in their language."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cards.kit import Card
from cards.notices import Notice, NoticeKind
from cards.words.english import English
from dialogs.answers import Offer, Order
from dialogs.events import Pressed, Who
from dialogs.lookups import NoLookups
from dialogs.ports import Accounts, Directory, Ids, Links, Lookups, Shelf
from licensing.clouds import ADDRESSES, Addresses, Cloud
from licensing.draft import Draft
from licensing.plan import Plan, PlannedPerson
from licensing.prices import Prices
from licensing.products import Product
from licensing.roles import Acting, Why
from licensing.rules import Terms


@dataclass(slots=True)
class Scene:
    """All that a step may use while it answers once."""

    who: Who
    directory: Directory
    shelf: Shelf
    links: Links
    ids: Ids
    words: English
    now: datetime
    rehearsal: bool = False
    #: Where the tenant is, and what differs there.
    cloud: Addresses = ADDRESSES[Cloud.WORLDWIDE]
    #: In whose name the tenant is called.
    acting: Acting = Acting.PERSON
    #: Where people sign out; None where nobody signs in.
    accounts: Accounts | None = None
    lookups: Lookups = field(default_factory=NoLookups)
    #: What Exchange Online does first, as an admin said it.
    mailbox_delay: bool = False
    #: What licenses cost, as far as an admin said it.
    prices: Prices = field(default_factory=Prices)
    #: A plan that was made in this very answer and is not stored yet.
    fresh: Plan | None = None
    #: Whether this very answer starts a run that the ledger does not hold yet.
    starting: bool = False
    #: The walk that this very answer closes, by id: it can't be gone on with.
    closing: str | None = None
    #: What this very answer asks of a run, before the ledger knows.
    order: Order | None = None
    _products: dict[str, Product] | None = field(default=None, init=False)

    @property
    def today(self) -> date:
        """The date where the person is."""
        return self.local(self.now).date()

    def local(self, moment: datetime) -> datetime:
        """A moment as the clock shows it where the person is."""
        return moment.astimezone(_zone(self.who.timezone))

    @property
    def terms(self) -> Terms:
        """The rules that hold in the tenant."""
        return Terms(self.cloud.onedrive_rule, self.mailbox_delay)

    @property
    def files(self) -> bool:
        """Whether a table can be sent as a file here: in personal chats, not in every cloud."""
        return self.cloud.files and self.who.personal

    async def products(self) -> dict[str, Product]:
        """The tenant's products by id, read once for each answer."""
        if self._products is None:
            self._products = {p.id: p for p in await self.directory.products()}
        return self._products

    async def plan(self, id: str) -> Plan:  # noqa: A002
        """The head of a plan, stored or fresh."""
        return self.fresh if self.fresh and self.fresh.id == id else await self.shelf.plan(id)

    async def plan_people(self, id: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:  # noqa: A002
        """A page of a plan, stored or fresh."""
        if self.fresh and self.fresh.id == id:
            return self.fresh.people[offset : offset + limit]
        return await self.shelf.plan_people(id, offset, limit)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Move:
    """What a step decided: the next state, what to say about it, and what to set going."""

    draft: Draft
    notice: Notice | None = None
    #: A plan to store with the draft.
    plan: Plan | None = None
    #: Whether the draft's plan is to be run now.
    start: bool = False
    #: A run to pause, resume or stop now.
    order: Order | None = None
    #: A table to offer as a file.
    offer: Offer | None = None
    #: Whether `draft` goes on in a new card below, while the pressed one stays as it is.
    beside: bool = False

    @property
    def refused(self) -> Why | None:
        """Why the person may not do what they wanted; None when nothing was refused."""
        notice = self.notice
        return notice.why if notice and notice.kind is NoticeKind.NOT_ALLOWED else None


class StepOfWalk(Protocol):
    """One step: how it looks, what its buttons do, and what typed text means there."""

    async def show(self, scene: Scene, draft: Draft, notice: Notice | None) -> Card:
        """Draw the card of this step."""

    async def press(self, scene: Scene, draft: Draft, pressed: Pressed) -> Move:
        """Answer a button."""

    async def say(self, scene: Scene, draft: Draft, text: str) -> Move | None:
        """Answer typed text; None when it means nothing here."""
