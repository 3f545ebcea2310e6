"""What it takes to run Unassign somewhere: a container, Azure, and what watches it."""
