"""Works through the calendars of runs: who still lacks what, and who is reminded of it."""
