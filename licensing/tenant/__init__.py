"""The tenant: people, products, groups, roles, subscriptions."""
