"""The details of a plan, a run or a request: what they show, and to whom."""
