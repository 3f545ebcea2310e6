"""Goes through the calendars of runs: looks who still misses what, and has people reminded."""
