"""Cards of requests, approvals, delegations and consultations."""
