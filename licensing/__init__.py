"""The domain: products, people, what a removal costs, plans and outcomes. Pure: no I/O, no SDK."""
