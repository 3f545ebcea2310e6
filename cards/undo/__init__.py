"""Cards of an undo."""
