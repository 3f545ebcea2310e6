"""Checks of the policy, and the approvers it names."""
