"""The policy: who may ask for a removal, when it needs approval, and who may give it.

Everything here is pure, and every decision is a value with its reason and the rule it came from.
Deny is the default: whoever no line names may not, and an empty list approves nobody.
"""
