"""Parts of the wiring: from settings to what the rooms are made of."""
