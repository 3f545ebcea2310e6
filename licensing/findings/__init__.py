"""Licenses that can go without a loss, found among all people of a tenant."""
