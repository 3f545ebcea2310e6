"""Carries out a frozen plan: each person once, the intent stored before, the proof after."""
