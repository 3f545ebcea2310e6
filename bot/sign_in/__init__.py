"""Signing in through Teams: the card that asks, the invokes that answer, and the window."""
