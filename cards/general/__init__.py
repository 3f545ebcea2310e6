"""Cards that belong to no journey: help, who am I, errors."""
