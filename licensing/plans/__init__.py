"""Plans: what is frozen, previewed and confirmed."""
