"""The controls of the rehearsal page."""
