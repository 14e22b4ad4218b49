"""Run by Alembic, on the connection and inside the transaction that `store.migrate` hands over."""

from alembic import context

from ctid.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
