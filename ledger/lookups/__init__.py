"""Results of background look-ups."""
