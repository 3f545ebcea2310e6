"""The search for unused licenses: what it has found, and a removal that begins with it."""
