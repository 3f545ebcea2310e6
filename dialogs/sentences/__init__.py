"""Sentences that people type: what one means, read without the directory. Pure."""
