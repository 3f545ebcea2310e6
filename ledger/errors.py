"""What can go wrong with the ledger itself."""

from licensing.errors import UnassignError


class LedgerInUse(UnassignError):
    """Another process, such as the bot, has this SQLite ledger open. Stop it first."""


class LedgerNotSupported(UnassignError):
    """The ledger can be in SQLite or PostgreSQL. This address names neither."""


class NotInLedger(UnassignError):
    """This row is not in the ledger, or no longer."""


class LedgerMissing(UnassignError):
    """There is no ledger at this address yet."""


class LedgerUnreadable(UnassignError):
    """The ledger can't be read."""

    def __init__(self, trouble: str) -> None:
        #: A value of `ledger.operations.status.Trouble`.
        self.trouble = trouble
        super().__init__()


class TablesNotReady(UnassignError):
    """This account may not build the tables. Run `migrate` with UNASSIGN_DATABASE_OWNER_URL."""


class BotAccountMissing(UnassignError):
    """The owner may not create the account of UNASSIGN_DATABASE_URL. Create it first."""


class BotAccountOwnsTables(UnassignError):
    """The account of UNASSIGN_DATABASE_URL could still change the journal. Name another one."""


class JournalMissing(UnassignError):
    """There is no journal at this address yet."""


class KeyUnusable(UnassignError):
    """The keys that protect the tokens are missing, or are no Fernet keys."""


class KeyMissing(UnassignError):
    """No key in UNASSIGN_TOKEN_KEYS can read some stored sign-ins. Add the key that wrote them."""


class RequestWaits(UnassignError):
    """A request of this person is pending. Wait until it ends, or let them withdraw it."""


class RunUnderWay(UnassignError):
    """A run of this person has not ended. Wait for its end, or let them stop it; then try again."""
