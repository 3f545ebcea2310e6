"""Cards of a removal, from the home card to the confirmation."""
