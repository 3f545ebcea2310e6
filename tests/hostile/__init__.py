"""Requests that no honest client would send; `python -m tests.hostile` sends all of them."""
