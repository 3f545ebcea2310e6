"""Keeps what is slow to read fresh in the background, for everybody and for all replicas."""
