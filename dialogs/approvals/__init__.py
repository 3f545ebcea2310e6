"""Approvals: asking for one, deciding, and keeping everyone's cards and chats up to date."""
