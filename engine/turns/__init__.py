"""A turn: an activity is stored, answered and carried out."""
