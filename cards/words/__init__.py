"""Texts that people read, one catalog for each language."""
