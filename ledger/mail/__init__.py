"""Inbox, outbox, conversations, languages and timers."""
