"""Drafts and plans."""
