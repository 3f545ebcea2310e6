"""Journal, retention, forgetting, metrics and operator status."""
