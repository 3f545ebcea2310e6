"""The stand-in for Teams: chats, the Bot Framework protocol on both sides, and a page."""
