"""The client of the Bot Framework connector: messages, edits, members, files."""
