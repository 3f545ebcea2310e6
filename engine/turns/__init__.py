"""A turn: an activity is stored, answered and executed."""
