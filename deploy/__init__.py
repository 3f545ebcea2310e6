"""Deployment of Unassign: container image, Azure template, monitoring."""
