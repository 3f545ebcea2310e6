"""Activities from Teams, and the answers to invokes."""
