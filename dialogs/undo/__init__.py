"""The steps of an undo."""
