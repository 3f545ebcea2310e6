"""The people, products and groups of the rehearsal tenant."""
