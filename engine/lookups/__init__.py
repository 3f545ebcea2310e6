"""Reads in the background what is slow to read, for everyone and for all replicas."""
