"""The HTTP server: routes, bodies, limits, the hosts the bot may call."""
