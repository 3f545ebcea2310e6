"""Benchmarks. Nothing imports this package."""
