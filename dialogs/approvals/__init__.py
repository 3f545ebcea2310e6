"""Approvals: asking for one, deciding, and keeping everybody's cards and chats up to date."""
