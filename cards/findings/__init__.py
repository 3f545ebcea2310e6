"""What a search for unused licenses has found."""
