"""Executes a frozen plan: each person once, the intent stored before, verified after."""
