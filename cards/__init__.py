"""Looks: pure functions from facts to an Adaptive Card. No I/O, no Bot Framework."""
