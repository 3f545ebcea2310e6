"""Requests at the edge: stored and shown, looked at by clients, due by time, lost and found."""
