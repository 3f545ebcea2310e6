"""Teams activities as values of our own, and the answers to invokes."""
