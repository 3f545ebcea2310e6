"""The parts that cards are built from."""
