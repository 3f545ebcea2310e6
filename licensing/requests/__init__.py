"""Requests: removals that wait for approval, from start to end.

A draft (`licensing/plans/draft.py`) becomes an open request when it is sent. A request is then
approved and executed, rejected, withdrawn, or it expires. Everything here is pure.
"""
