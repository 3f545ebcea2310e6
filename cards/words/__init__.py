"""Texts that people read, one catalogue for each language."""
