"""Requests, delegations, consultations and approval channels."""
