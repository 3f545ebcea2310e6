"""The tenant's directory through Microsoft Graph: reads, one kind of write, and what Graph says."""
