"""Reading lists of people as they are pasted."""
