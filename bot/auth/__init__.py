"""Who sent a request, and how the bot proves who it is."""
