"""Runs, their items and outcomes, receipts and grace-period calendars."""
