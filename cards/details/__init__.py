"""The details of a plan, a run or a request."""
