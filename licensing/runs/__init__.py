"""Runs: calls, outcomes, control, receipts."""
