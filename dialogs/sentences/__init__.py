"""Sentences that people type: what one means, worked out without the directory. Pure."""
