"""Requests: removals that wait for approval, from start to end.

A walk (`licensing/plans/draft.py`) is the draft of a request. Asking makes it open; then it is
approved and carried out, rejected, withdrawn, or it expires. Everything here is pure.
"""
