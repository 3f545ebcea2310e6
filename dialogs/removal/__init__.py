"""The steps of a removal, from the choice of people to the confirmation."""
