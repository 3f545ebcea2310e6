"""Durable work: turns, inbox, outbox, scheduler, runs, reminders, look-ups."""
