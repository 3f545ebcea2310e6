"""Pending sign-ins, their verification and the daily check."""
