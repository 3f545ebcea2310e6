"""Samples of what is ahead after a removal: reminders, and the list of what is upcoming."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.reminders.reminder import ReminderFacts, reminder_card
from cards.reminders.upcoming import UpcomingFacts, upcoming_card
from cards.words.languages import english
from licensing.errors import TenantUnavailable
from licensing.losses.rules import DataEvent, DatedEvent, Terms
from licensing.losses.services import Data
from licensing.reminders.upcoming import UpcomingLoss

TEXTS = english()
TOKEN = "t-3f9a"
TAKEN = date(2026, 11, 24)
FILE = "https://bot.contoso.example/downloads/p1"
AT = datetime(2026, 12, 17, 9, 0, tzinfo=UTC)


def on(days: int, data: Data, turn: DataEvent, people: int, *runs: str) -> UpcomingLoss:
    return UpcomingLoss(DatedEvent(TAKEN + timedelta(days), data, turn), people, runs or ("r1",))


MAILBOXES = on(30, Data.MAILBOX, DataEvent.DELETED, 12)
READ_ONLY = on(60, Data.ONEDRIVE, DataEvent.READ_ONLY, 14)
ARCHIVED = on(93, Data.ONEDRIVE, DataEvent.ARCHIVED, 14)
#: More lines than are listed, on more days than are drawn.
MANY = tuple(
    on(day, data, turn, day * 3, "r1", "r2")
    for day in range(1, 16)
    for data, turn in ((Data.MAILBOX, DataEvent.DELETED), (Data.CLOUD_PC, DataEvent.DELETED))
)


def reminder(days: int, names: Sequence[str], *coming: UpcomingLoss, **more: object) -> Card:
    facts = {
        "receipt": 42,
        "removed_on": TAKEN,
        "today": TAKEN + timedelta(days),
        "coming": coming,
        "names": tuple(names),
        "people": max((one.people for one in coming), default=0),
        "back": 0,
        "gone": 0,
        "terms": Terms(),
        "token": TOKEN,
        "file_url": FILE,
    }
    return reminder_card(ReminderFacts(**(facts | more)), TEXTS)  # type: ignore[arg-type]


def coming_cards(people: Sequence[str]) -> dict[str, Card]:
    """All samples by name."""
    five = [people[number % len(people)] for number in range(5)]
    return {
        "reminder": reminder(23, five, MAILBOXES, READ_ONLY, ARCHIVED, back=3, gone=1),
        "reminder-tomorrow": reminder(
            29, five[:1], on(30, Data.MAILBOX, DataEvent.DELETED, 1), file_url=None
        ),
        "reminder-onedrive": reminder(86, five, ARCHIVED, notified=3),
        "reminder-unchecked": reminder(23, five, MAILBOXES, as_of=AT - timedelta(23)),
        "reminder-delayed": reminder(
            23, five, on(30, Data.MAILBOX, DataEvent.STOPS, 12), terms=Terms(mailbox_delay=True)
        ),
        "reminder-nothing": reminder(40, ()),
        "upcoming": upcoming_card(
            UpcomingFacts(
                *(30, (MAILBOXES, READ_ONLY), {"r1": (42, TAKEN)}, 14, TOKEN, AT),
                file_url=FILE,
                names=(tuple(five[:3]), tuple(five[:1])),
            ),
            TEXTS,
        ),
        "upcoming-many": upcoming_card(
            UpcomingFacts(
                30,
                MANY,
                {"r1": (42, TAKEN), "r2": (45, TAKEN + timedelta(2))},
                1_240,
                TOKEN,
                AT - timedelta(3),
                fresh=False,
                unwritten=True,
                file_url=FILE,
                notice=Notice(NoticeKind.ERROR, error=TenantUnavailable()),
            ),
            TEXTS,
        ),
        "upcoming-one": upcoming_card(
            UpcomingFacts(
                *(30, (MAILBOXES,), {"r1": (42, TAKEN)}, 12, TOKEN, AT), names=(tuple(five[:3]),)
            ),
            TEXTS,
        ),
        "reminder-requester": reminder(23, five, MAILBOXES, may_undo=False),
        "upcoming-none": upcoming_card(UpcomingFacts(30, (), {}, 0, TOKEN, everyone=False), TEXTS),
    }
