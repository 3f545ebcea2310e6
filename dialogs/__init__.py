"""Conversations: what one step of a person does. One file a conversation; no SDK, no I/O."""
