"""What lasts: drafts, plans, runs with their outcomes, and the mail in and out."""

from ledger.ledger import Ledger, Unit, open_ledger

__all__ = ["Ledger", "Unit", "open_ledger"]
