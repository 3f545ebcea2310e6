"""The policy: who may request a removal, when it needs approval, and who may approve it.

Everything here is pure, and every decision is a value with its reason and the rule it came from.
Deny is the default: people whom no line names may not, and an empty list has no approvers.
"""
