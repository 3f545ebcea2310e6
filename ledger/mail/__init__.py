"""Inbox, outbox, conversations and timers."""
