"""Reads of the directory: people, groups, roles, products, mailboxes, cases."""
