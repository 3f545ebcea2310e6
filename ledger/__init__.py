"""The database: drafts, plans, runs with their outcomes, inbox and outbox."""

from ledger.ledger import Ledger, Unit, open_ledger

__all__ = ["Ledger", "Unit", "open_ledger"]
