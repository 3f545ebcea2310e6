"""Run by Alembic: puts the revisions on the connection that `ledger.migrations` hands over."""

from alembic import context

from ledger.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # SQLite can roll back what a migration did, once the transaction is begun by hand.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
