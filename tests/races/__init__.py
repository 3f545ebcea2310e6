"""Everything at the same moment, against two replicas on PostgreSQL."""
