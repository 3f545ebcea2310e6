"""Encrypted tokens and sign-in requests."""
