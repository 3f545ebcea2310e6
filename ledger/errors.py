"""What can go wrong with the ledger itself."""

from licensing.errors import UnassignError


class LedgerInUse(UnassignError):
    """Another process has this ledger open; SQLite serves one at a time."""


class LedgerNotSupported(UnassignError):
    """This version keeps its ledger in SQLite only."""


class NotInLedger(UnassignError):
    """This row is not in the ledger, or not any more."""


class KeyUnusable(UnassignError):
    """The keys that protect the tokens are missing, or are no Fernet keys."""
