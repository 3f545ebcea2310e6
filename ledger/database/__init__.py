"""SQLite and PostgreSQL: connections, transactions, column types."""
